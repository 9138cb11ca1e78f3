package org.echodc.device.cuda;

import org.echodc.device.Ways;
import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.image.CutMixKernels;
import org.echodc.device.cuda.image.DecodeKernels;
import org.echodc.device.cuda.image.GatherKernels;
import org.echodc.device.cuda.layer.ActivationKernels;
import org.echodc.device.cuda.layer.BlockEpilogueKernels;
import org.echodc.device.cuda.layer.ColumnSumKernels;
import org.echodc.device.cuda.layer.ConcatenateKernels;
import org.echodc.device.cuda.layer.ConvolutionKernels;
import org.echodc.device.cuda.layer.ElementwiseKernels;
import org.echodc.device.cuda.layer.FirstBlockKernels;
import org.echodc.device.cuda.layer.FusedConvBlockKernels;
import org.echodc.device.cuda.layer.GeneralConvBlocks;
import org.echodc.device.cuda.layer.LinearKernels;
import org.echodc.device.cuda.layer.MaxPoolKernels;
import org.echodc.device.cuda.layer.PoolKernels;
import org.echodc.device.cuda.layer.TensorConvolutionKernels;
import org.echodc.device.cuda.layer.WindowPoolKernels;
import org.echodc.device.cuda.mmd.FusedMmdKernels;
import org.echodc.device.cuda.mmd.MmdStatisticsKernels;
import org.echodc.device.cuda.mmd.PairProductKernels;
import org.echodc.device.cuda.mmd.UnfusedMmdKernels;
import org.echodc.device.cuda.norm.AffineGradientKernels;
import org.echodc.device.cuda.norm.BatchNormKernels;
import org.echodc.device.cuda.norm.GroupNormKernels;
import org.echodc.device.cuda.norm.InstanceNormKernels;
import org.echodc.operation.Advance;
import org.echodc.operation.Fill;
import org.echodc.operation.image.CutMix;
import org.echodc.operation.image.Decode;
import org.echodc.operation.image.DrawAugmentation;
import org.echodc.operation.image.Gather;
import org.echodc.operation.image.GatherLabels;
import org.echodc.operation.image.Sample;
import org.echodc.operation.layer.Activation;
import org.echodc.operation.layer.Add;
import org.echodc.operation.layer.AveragePool;
import org.echodc.operation.layer.BatchNorm;
import org.echodc.operation.layer.Concatenate;
import org.echodc.operation.layer.ConvBlock;
import org.echodc.operation.layer.Convolution;
import org.echodc.operation.layer.GroupNorm;
import org.echodc.operation.layer.InstanceNorm;
import org.echodc.operation.layer.LayerNorm;
import org.echodc.operation.layer.Linear;
import org.echodc.operation.layer.MaxPool;
import org.echodc.operation.layer.Relu;
import org.echodc.operation.layer.SoftmaxCrossEntropy;
import org.echodc.operation.mmd.MeanDistanceGradient;
import org.echodc.operation.mmd.MmdGradient;
import org.echodc.operation.training.CountCorrect;
import org.echodc.operation.training.Initialize;
import org.echodc.operation.training.SgdStep;

/** The ways of the hand-written kernels; of those of one operation, the last that supports it. */
final class KernelWays {
  private KernelWays() {}

  /** Loads the kernels and adds their ways. */
  static void add(CudaContext context, Ways ways) {
    ColumnSumKernels columnSums = new ColumnSumKernels(context);
    addImages(context, ways);
    addLayers(context, ways, columnSums);
    addNorms(context, ways, columnSums);
    addConvBlocks(context, ways, columnSums);
    addLosses(context, ways);
  }

  private static void addImages(CudaContext context, Ways ways) {
    RandomKernels random = new RandomKernels(context);
    GatherKernels gather = new GatherKernels(context);
    ElementwiseKernels elementwise = new ElementwiseKernels(context);
    ActivationKernels activation = new ActivationKernels(context);
    DecodeKernels decode = new DecodeKernels(context, elementwise);
    ways.add(Initialize.class, random::initialize)
        .add(Sample.class, random::sample)
        .add(DrawAugmentation.class, random::drawAugmentation)
        .add(Advance.class, random::advance)
        .add(Fill.class, elementwise::fill)
        .add(Add.class, elementwise::add)
        .add(Activation.class, activation::forward)
        .add(Activation.Backward.class, activation::backward)
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
    TensorConvolutionKernels tensor = new TensorConvolutionKernels(context, columnSums);
    InstanceNormKernels norm = new InstanceNormKernels(context, columnSums);
    PoolKernels pool = new PoolKernels(context);
    WindowPoolKernels windowPool = new WindowPoolKernels(context);
    MaxPoolKernels maxPool = new MaxPoolKernels(context);
    ConcatenateKernels concatenate = new ConcatenateKernels(context);
    LinearKernels linear = new LinearKernels(context, columnSums);
    ways.add(Convolution.class, convolution::forward)
        .add(Convolution.BackwardInput.class, convolution::backwardInput)
        .add(Convolution.BackwardWeight.class, convolution::backwardWeight)
        .add(Convolution.class, tensor::supports, tensor::forward)
        .add(Convolution.BackwardInput.class, tensor::supports, tensor::backwardInput)
        .add(Convolution.BackwardWeight.class, tensor::supports, tensor::backwardWeight)
        .add(InstanceNorm.class, norm::forward)
        .add(InstanceNorm.Backward.class, norm::backward)
        .add(AveragePool.class, windowPool::forward)
        .add(AveragePool.class, op -> op.window().isHalving(), pool::forward)
        .add(AveragePool.Backward.class, windowPool::backward)
        .add(AveragePool.Backward.class, op -> op.window().isHalving(), pool::backward)
        .add(Concatenate.class, concatenate::forward)
        .add(Concatenate.Backward.class, concatenate::backward)
        .add(MaxPool.class, maxPool::forward)
        .add(MaxPool.Backward.class, maxPool::backward)
        .add(Linear.class, linear::forward)
        .add(Linear.Backward.class, linear::backward);
  }

  private static void addNorms(CudaContext context, Ways ways, ColumnSumKernels columnSums) {
    AffineGradientKernels affine = new AffineGradientKernels(context, columnSums);
    GroupNormKernels groups = new GroupNormKernels(context, affine);
    BatchNormKernels batch = new BatchNormKernels(context, affine);
    ways.add(GroupNorm.class, groups::groupNorm)
        .add(GroupNorm.Backward.class, groups::groupNormBackward)
        .add(LayerNorm.class, groups::layerNorm)
        .add(LayerNorm.Backward.class, groups::layerNormBackward)
        .add(BatchNorm.class, batch::forward)
        .add(BatchNorm.Backward.class, batch::backward)
        .add(BatchNorm.Inference.class, batch::inference);
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
        .add(MmdGradient.class, statistics::isLinear, statistics::linear)
        .add(MeanDistanceGradient.class, statistics::meanDistance)
        .add(SgdStep.class, new SgdKernels(context)::step);
  }
}
