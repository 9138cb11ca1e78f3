package org.echodc.device.cpu;

import java.util.Optional;
import org.echodc.operation.layer.ConvBlock;
import org.echodc.operation.layer.Convolution;
import org.echodc.operation.layer.InstanceNorm;
import org.echodc.operation.layer.Linear;
import org.echodc.operation.layer.SoftmaxCrossEntropy;
import org.echodc.operation.mmd.DiscrepancyGradient;
import org.echodc.operation.mmd.MmdGradient;
import org.echodc.operation.training.CountCorrect;
import org.echodc.operation.training.Sgd;
import org.echodc.operation.training.SgdStep;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** What goes to the native operations of networks and of their training. */
final class NetworkArguments {
  private NetworkArguments() {}

  static void convBlock(ConvBlock op, NativeCall call) {
    block(call.images(op.src()), op.parameters())
        .in(op.src())
        .out(op.dst())
        .out(op.saved().map(ConvBlock.Saved::convolution))
        .out(op.saved().map(ConvBlock.Saved::mean))
        .out(op.saved().map(ConvBlock.Saved::inverseStd));
  }

  static void convBlockBackward(ConvBlock.Backward op, NativeCall call) {
    Shape src = op.parameters().inputShape(op.saved().convolution().shape());
    Optional<ConvBlock.ParameterGradients> wanted = op.gradients().parameters();
    block(call.images(src), op.parameters())
        .in(op.saved().convolution())
        .in(op.saved().mean())
        .in(op.saved().inverseStd())
        .in(op.dstGradient())
        .out(op.gradients().src())
        .in(wanted.map(ConvBlock.ParameterGradients::src))
        .out(wanted.map(ConvBlock.ParameterGradients::weight))
        .out(wanted.map(ConvBlock.ParameterGradients::scale))
        .out(wanted.map(ConvBlock.ParameterGradients::shift));
  }

  private static NativeCall block(NativeCall call, ConvBlock.Parameters block) {
    return call.whole(block.outputChannels())
        .whole(block.padding())
        .in(block.weight())
        .in(block.scale())
        .in(block.shift());
  }

  static void convolution(Convolution op, NativeCall call) {
    filter(call.images(op.src()), op.filter())
        .in(op.filter().weight())
        .in(op.bias())
        .in(op.src())
        .out(op.dst());
  }

  static void convolutionBackwardInput(Convolution.BackwardInput op, NativeCall call) {
    filter(call.images(op.srcGradient()), op.filter())
        .in(op.filter().weight())
        .in(op.dstGradient())
        .out(op.srcGradient());
  }

  static void convolutionBackwardWeight(Convolution.BackwardWeight op, NativeCall call) {
    filter(call.images(op.src()), op.filter())
        .in(op.src())
        .in(op.dstGradient())
        .out(op.weightGradient())
        .out(op.biasGradient());
  }

  private static NativeCall filter(NativeCall call, Convolution.Filter filter) {
    return call.whole(filter.channels())
        .whole(filter.kernel())
        .whole(filter.stride())
        .whole(filter.padding());
  }

  static void instanceNorm(InstanceNorm op, NativeCall call) {
    affine(call.images(op.src()), op.affine())
        .in(op.src())
        .out(op.dst())
        .out(op.statistics().mean())
        .out(op.statistics().inverseStd());
  }

  static void instanceNormBackward(InstanceNorm.Backward op, NativeCall call) {
    affine(call.images(op.src()), op.affine())
        .in(op.src())
        .in(op.statistics().mean())
        .in(op.statistics().inverseStd())
        .in(op.dstGradient())
        .out(op.srcGradient())
        .out(op.gradients().map(InstanceNorm.Gradients::scale))
        .out(op.gradients().map(InstanceNorm.Gradients::shift));
  }

  private static NativeCall affine(NativeCall call, InstanceNorm.Affine affine) {
    return call.in(affine.scale()).in(affine.shift()).flag(affine.relu());
  }

  static void linear(Linear op, NativeCall call) {
    linear(call, op.src(), op.dst())
        .in(op.parameters().weight())
        .in(op.parameters().bias())
        .in(op.src())
        .out(op.dst());
  }

  static void linearBackward(Linear.Backward op, NativeCall call) {
    linear(call, op.src(), op.dstGradient())
        .in(op.parameters().weight())
        .in(op.src())
        .in(op.dstGradient())
        .out(op.srcGradient())
        .out(op.gradients().map(Linear.Parameters::weight))
        .out(op.gradients().map(Linear.Parameters::bias));
  }

  private static NativeCall linear(NativeCall call, Tensor src, Tensor dst) {
    return matrix(call, src).whole(dst.shape().extent(1));
  }

  private static NativeCall matrix(NativeCall call, Tensor matrix) {
    return call.whole(matrix.shape().extent(0)).whole(matrix.shape().extent(1));
  }

  static void softmaxCrossEntropy(SoftmaxCrossEntropy op, NativeCall call) {
    matrix(call, op.logits())
        .in(op.logits())
        .in(op.labels().labels())
        .in(op.labels().partners())
        .in(op.labels().weight())
        .out(op.loss())
        .out(op.gradient());
  }

  static void countCorrect(CountCorrect op, NativeCall call) {
    matrix(call, op.logits()).in(op.logits()).in(op.labels()).out(op.correct());
  }

  static void mmdGradient(MmdGradient op, NativeCall call) {
    discrepancy(op, call.whole(op.mmd().kernel().ordinal())); // as MmdKernel counts them
  }

  static void discrepancy(DiscrepancyGradient op, NativeCall call) {
    Shape synthetic = op.synthetic().shape();
    call.whole(synthetic.extent(0))
        .whole(synthetic.extent(1))
        .whole(op.real().shape().extent(1))
        .whole(synthetic.extent(2))
        .in(op.synthetic())
        .in(op.real())
        .out(op.gradient())
        .out(op.loss());
  }

  static void sgdStep(SgdStep op, NativeCall call) {
    Sgd sgd = op.sgd();
    call.number(sgd.learningRate())
        .number(sgd.momentum())
        .number(sgd.weightDecay())
        .flag(sgd.range().isPresent())
        .number(sgd.range().map(Sgd.Range::low).orElse(0f))
        .number(sgd.range().map(Sgd.Range::high).orElse(0f))
        .elements(op.parameters())
        .out(op.parameters())
        .in(op.gradient())
        .out(op.velocity());
  }
}
