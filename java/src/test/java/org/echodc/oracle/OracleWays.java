package org.echodc.oracle;

import org.echodc.device.Ways;
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
import org.echodc.oracle.layer.ActivationOracle;
import org.echodc.oracle.layer.ConcatenateOracle;
import org.echodc.oracle.layer.MaxPoolOracle;
import org.echodc.oracle.layer.PoolOracle;
import org.echodc.oracle.layer.ReluOracle;

/** Which function of the oracle computes which operation. */
final class OracleWays {
  private OracleWays() {}

  static Ways all() {
    return new Ways("oracle")
        .add(Fill.class, OracleData::fill)
        .add(Advance.class, OracleData::advance)
        .add(Initialize.class, OracleData::initialize)
        .add(Sample.class, OracleData::sample)
        .add(DrawAugmentation.class, OracleData::drawAugmentation)
        .add(Gather.class, OracleData::gather)
        .add(GatherLabels.class, OracleData::gatherLabels)
        .add(Decode.class, OracleData::decode)
        .add(Decode.Backward.class, OracleData::decodeBackward)
        .add(CutMix.class, OracleData::cutMix)
        .add(ConvBlock.class, OracleNetwork::convBlock)
        .add(ConvBlock.Backward.class, OracleNetwork::convBlockBackward)
        .add(Convolution.class, OracleNetwork::convolution)
        .add(Convolution.BackwardInput.class, OracleNetwork::convolutionBackwardInput)
        .add(Convolution.BackwardWeight.class, OracleNetwork::convolutionBackwardWeight)
        .add(InstanceNorm.class, OracleNetwork::instanceNorm)
        .add(InstanceNorm.Backward.class, OracleNetwork::instanceNormBackward)
        .add(AveragePool.class, PoolOracle::forward)
        .add(AveragePool.Backward.class, PoolOracle::backward)
        .add(Add.class, OracleNetwork::add)
        .add(GroupNorm.class, OracleNorms::groupNorm)
        .add(GroupNorm.Backward.class, OracleNorms::groupNormBackward)
        .add(LayerNorm.class, OracleNorms::layerNorm)
        .add(LayerNorm.Backward.class, OracleNorms::layerNormBackward)
        .add(BatchNorm.class, OracleNorms::batchNorm)
        .add(BatchNorm.Backward.class, OracleNorms::batchNormBackward)
        .add(BatchNorm.Inference.class, OracleNorms::batchNormInference)
        .add(Concatenate.class, ConcatenateOracle::forward)
        .add(Concatenate.Backward.class, ConcatenateOracle::backward)
        .add(MaxPool.class, MaxPoolOracle::forward)
        .add(MaxPool.Backward.class, MaxPoolOracle::backward)
        .add(Activation.class, ActivationOracle::forward)
        .add(Activation.Backward.class, ActivationOracle::backward)
        .add(Relu.class, ReluOracle::forward)
        .add(Relu.Backward.class, ReluOracle::backward)
        .add(Linear.class, OracleNetwork::linear)
        .add(Linear.Backward.class, OracleNetwork::linearBackward)
        .add(SoftmaxCrossEntropy.class, OracleTraining::softmaxCrossEntropy)
        .add(CountCorrect.class, OracleTraining::countCorrect)
        .add(MmdGradient.class, OracleTraining::mmdGradient)
        .add(MeanDistanceGradient.class, OracleTraining::meanDistanceGradient)
        .add(SgdStep.class, OracleTraining::sgdStep);
  }
}
