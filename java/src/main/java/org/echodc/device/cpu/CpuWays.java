package org.echodc.device.cpu;

import org.echodc.device.Precision;
import org.echodc.device.Ways;
import org.echodc.operation.Advance;
import org.echodc.operation.Fill;
import org.echodc.operation.Operation;
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
import org.echodc.operation.mmd.Mmd;
import org.echodc.operation.mmd.MmdGradient;
import org.echodc.operation.training.CountCorrect;
import org.echodc.operation.training.Initialize;
import org.echodc.operation.training.SgdStep;
import org.echodc.tensor.DataType;

/**
 * Which operations of {@code native/cpu} run which operations. What a call hands over is what the
 * native side reads in {@code ECHODC_OPERATION(name)}, in its order.
 */
final class CpuWays {
  private CpuWays() {}

  /**
   * The ways of a device.
   *
   * @param call to the native operations, on the device
   * @param precision BF16 if activations between blocks may be stored so
   * @throws org.echodc.device.DeviceException if the library lacks one of the operations
   */
  static Ways of(NativeCall call, Precision precision) {
    return new Ways("cpu")
        .add(Fill.class, call.to("fillFloats", DataArguments::fillFloats))
        .add(Fill.class, CpuWays::isOfInts, call.to("fillInts", DataArguments::fillInts))
        .add(Advance.class, call.to("advance", (op, c) -> c.out(op.step())))
        .add(Initialize.class, call.to("initialize", DataArguments::initialize))
        .add(Sample.class, call.to("sample", DataArguments::sample))
        .add(DrawAugmentation.class, call.to("drawAugmentation", DataArguments::drawAugmentation))
        .add(Gather.class, call.to("gather", DataArguments::gather))
        .add(GatherLabels.class, call.to("gatherLabels", DataArguments::gatherLabels))
        .add(Decode.class, call.to("decode", DataArguments::decode))
        .add(Decode.Backward.class, call.to("decodeBackward", DataArguments::decodeBackward))
        .add(CutMix.class, call.to("cutMix", DataArguments::cutMix))
        .add(
            ConvBlock.class,
            op -> stores(precision, op),
            call.to("convBlock", NetworkArguments::convBlock))
        .add(
            ConvBlock.Backward.class,
            op -> stores(precision, op),
            call.to("convBlockBackward", NetworkArguments::convBlockBackward))
        .add(Convolution.class, call.to("convolution", NetworkArguments::convolution))
        .add(
            Convolution.BackwardInput.class,
            call.to("convolutionBackwardInput", NetworkArguments::convolutionBackwardInput))
        .add(
            Convolution.BackwardWeight.class,
            call.to("convolutionBackwardWeight", NetworkArguments::convolutionBackwardWeight))
        .add(InstanceNorm.class, call.to("instanceNorm", NetworkArguments::instanceNorm))
        .add(
            InstanceNorm.Backward.class,
            call.to("instanceNormBackward", NetworkArguments::instanceNormBackward))
        .add(AveragePool.class, call.to("averagePoolWindows", AveragePoolArguments::windows))
        .add(
            AveragePool.class,
            op -> op.window().isHalving(),
            call.to("averagePool", AveragePoolArguments::halving))
        .add(
            AveragePool.Backward.class,
            call.to("averagePoolWindowsBackward", AveragePoolArguments::windowsBackward))
        .add(
            AveragePool.Backward.class,
            op -> op.window().isHalving(),
            call.to("averagePoolBackward", AveragePoolArguments::halvingBackward))
        .add(
            Add.class,
            call.to(
                "add", (op, c) -> c.elements(op.dst()).in(op.left()).in(op.right()).out(op.dst())))
        .add(GroupNorm.class, call.to("groupNorm", NormArguments::groupNorm))
        .add(
            GroupNorm.Backward.class,
            call.to("groupNormBackward", NormArguments::groupNormBackward))
        .add(LayerNorm.class, call.to("layerNorm", NormArguments::layerNorm))
        .add(
            LayerNorm.Backward.class,
            call.to("layerNormBackward", NormArguments::layerNormBackward))
        .add(BatchNorm.class, call.to("batchNorm", NormArguments::batchNorm))
        .add(
            BatchNorm.Backward.class,
            call.to("batchNormBackward", NormArguments::batchNormBackward))
        .add(
            BatchNorm.Inference.class,
            call.to("batchNormInference", NormArguments::batchNormInference))
        .add(Concatenate.class, call.to("concatenate", ConcatenateArguments::forward))
        .add(
            Concatenate.Backward.class,
            call.to("concatenateBackward", ConcatenateArguments::backward))
        .add(MaxPool.class, call.to("maxPool", MaxPoolArguments::forward))
        .add(MaxPool.Backward.class, call.to("maxPoolBackward", MaxPoolArguments::backward))
        .add(Activation.class, call.to("activation", ActivationArguments::forward))
        .add(
            Activation.Backward.class, call.to("activationBackward", ActivationArguments::backward))
        .add(
            Relu.class, call.to("relu", (op, c) -> c.elements(op.dst()).in(op.src()).out(op.dst())))
        .add(
            Relu.Backward.class,
            call.to(
                "reluBackward",
                (op, c) ->
                    c.elements(op.dst()).in(op.dst()).in(op.dstGradient()).out(op.srcGradient())))
        .add(Linear.class, call.to("linear", NetworkArguments::linear))
        .add(Linear.Backward.class, call.to("linearBackward", NetworkArguments::linearBackward))
        .add(
            SoftmaxCrossEntropy.class,
            call.to("softmaxCrossEntropy", NetworkArguments::softmaxCrossEntropy))
        .add(CountCorrect.class, call.to("countCorrect", NetworkArguments::countCorrect))
        .add(
            MmdGradient.class,
            op -> op.mmd().implementation() == Mmd.Implementation.FUSED,
            call.to("mmdFused", NetworkArguments::mmdGradient))
        .add(
            MmdGradient.class,
            op -> op.mmd().implementation() == Mmd.Implementation.UNFUSED,
            call.to("mmdUnfused", NetworkArguments::mmdGradient))
        .add(MeanDistanceGradient.class, call.to("meanDistance", NetworkArguments::discrepancy))
        .add(SgdStep.class, call.to("sgdStep", NetworkArguments::sgdStep));
  }

  private static boolean isOfInts(Fill fill) {
    return fill.dst().type() == DataType.INT32;
  }

  /** Whether a device of a precision has all types of a block's tensors. */
  private static boolean stores(Precision precision, Operation block) {
    return precision == Precision.BF16
        || block.tensors().stream().noneMatch(tensor -> tensor.type() == DataType.BFLOAT16);
  }
}
