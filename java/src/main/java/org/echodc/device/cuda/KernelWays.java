package org.echodc.device.cuda;

import org.echodc.device.Ways;
import org.echodc.operation.Add;
import org.echodc.operation.Advance;
import org.echodc.operation.AveragePool;
import org.echodc.operation.ConvBlock;
import org.echodc.operation.Convolution;
import org.echodc.operation.CountCorrect;
import org.echodc.operation.CutMix;
import org.echodc.operation.Decode;
import org.echodc.operation.DrawAugmentation;
import org.echodc.operation.Fill;
import org.echodc.operation.Gather;
import org.echodc.operation.GatherLabels;
import org.echodc.operation.Initialize;
import org.echodc.operation.InstanceNorm;
import org.echodc.operation.Linear;
import org.echodc.operation.MaxPool;
import org.echodc.operation.MmdGradient;
import org.echodc.operation.Relu;
import org.echodc.operation.Sample;
import org.echodc.operation.SgdStep;
import org.echodc.operation.SoftmaxCrossEntropy;

/** The ways of the hand-written kernels; of those of one operation, the last that supports it. */
final class KernelWays {
  private KernelWays() {}

  /** Loads the kernels and adds their ways. */
  static void add(CudaContext context, Ways ways) {
    ColumnSumKernels columnSums = new ColumnSumKernels(context);
    addImages(context, ways);
    addLayers(context, ways, columnSums);
    addConvBlocks(context, ways, columnSums);
    addLosses(context, ways);
  }

  private static void addImages(CudaContext context, Ways ways) {
    RandomKernels random = new RandomKernels(context);
    GatherKernels gather = new GatherKernels(context);
    ElementwiseKernels elementwise = new ElementwiseKernels(context);
    DecodeKernels decode = new DecodeKernels(context, elementwise);
    ways.add(Initialize.class, random::initialize)
        .add(Sample.class, random::sample)
        .add(DrawAugmentation.class, random::drawAugmentation)
        .add(Advance.class, random::advance)
        .add(Fill.class, elementwise::fill)
        .add(Add.class, elementwise::add)
        .add(Relu.class, elementwise::relu)
        .add(Relu.Backward.class, elementwise::reluBackward)
        .add(Gather.class, gather::gather)
        .add(GatherLabels.class, gather::gatherLabels)
        .add(Decode.class, decode::forward)
        .add(Decode.Backward.class, decode::backward)
        .add(CutMix.class, new CutMixKernels(context)::cutMix);
  }

  private static void addLayers(CudaContext context, Ways ways, ColumnSumKernels columnSums) {
    ConvolutionKernels convolution = new ConvolutionKernels(context, columnSums);
    InstanceNormKernels norm = new InstanceNormKernels(context, columnSums);
    PoolKernels pool = new PoolKernels(context);
    MaxPoolKernels maxPool = new MaxPoolKernels(context);
    LinearKernels linear = new LinearKernels(context, columnSums);
    ways.add(Convolution.class, convolution::forward)
        .add(Convolution.BackwardInput.class, convolution::backwardInput)
        .add(Convolution.BackwardWeight.class, convolution::backwardWeight)
        .add(InstanceNorm.class, norm::forward)
        .add(InstanceNorm.Backward.class, norm::backward)
        .add(AveragePool.class, pool::forward)
        .add(AveragePool.Backward.class, pool::backward)
        .add(MaxPool.class, maxPool::forward)
        .add(MaxPool.Backward.class, maxPool::backward)
        .add(Linear.class, linear::forward)
        .add(Linear.Backward.class, linear::backward);
  }

  /** Blocks of any shape, then those of the shapes and types that a whole kernel is made for. */
  private static void addConvBlocks(CudaContext context, Ways ways, ColumnSumKernels columnSums) {
    GeneralConvBlocks general =
        new GeneralConvBlocks(context, ways, new BlockEpilogueKernels(context, columnSums));
    FusedConvBlockKernels fused = new FusedConvBlockKernels(context);
    FirstBlockKernels first = new FirstBlockKernels(context);
    ways.add(ConvBlock.class, general::supports, general::forward)
        .add(ConvBlock.class, fused::supports, fused::forward)
        .add(ConvBlock.class, first::supports, first::forward)
        .add(ConvBlock.Backward.class, general::supports, general::backward)
        .add(ConvBlock.Backward.class, fused::supports, fused::backward)
        .add(ConvBlock.Backward.class, first::supports, first::backward);
  }

  private static void addLosses(CudaContext context, Ways ways) {
    CrossEntropyKernels crossEntropy = new CrossEntropyKernels(context);
    MmdStatisticsKernels statistics = new MmdStatisticsKernels(context);
    UnfusedMmdKernels unfused =
        new UnfusedMmdKernels(context, new PairProductKernels(context), statistics);
    FusedMmdKernels fused = new FusedMmdKernels(context, statistics);
    ways.add(SoftmaxCrossEntropy.class, crossEntropy::softmaxCrossEntropy)
        .add(CountCorrect.class, crossEntropy::countCorrect)
        .add(MmdGradient.class, unfused::supports, unfused::run)
        .add(MmdGradient.class, fused::supports, fused::run)
        .add(MmdGradient.class, statistics::supports, statistics::meanDistance)
        .add(SgdStep.class, new SgdKernels(context)::step);
  }
}
