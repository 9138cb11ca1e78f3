package org.echodc.device.cuda;

import org.echodc.operation.Sgd;
import org.echodc.tensor.Tensor;

/** Launches {@code sgd.cu}. */
final class SgdKernels {
  private static final int THREADS = 256;
  private static final Sgd.Range UNBOUNDED =
      new Sgd.Range(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);

  private final Kernel sgdStep;

  SgdKernels(CudaContext context) {
    sgdStep = new KernelModule(context, "sgd").kernel("sgdStep");
  }

  void sgdStep(Sgd step, Tensor parameters, Tensor gradient, Tensor velocity) {
    long elements = parameters.shape().elements();
    Sgd.Range range = step.range().orElse(UNBOUNDED);
    sgdStep.launch(
        Grid.covering(elements, THREADS),
        elements,
        step.learningRate(),
        step.momentum(),
        step.weightDecay(),
        range.low(),
        range.high(),
        parameters,
        gradient,
        velocity);
  }
}
