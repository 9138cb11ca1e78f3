package org.echodc.device.cuda;

import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.driver.Grid;
import org.echodc.device.cuda.driver.Kernel;
import org.echodc.device.cuda.driver.KernelModule;
import org.echodc.operation.training.Sgd;
import org.echodc.operation.training.SgdStep;

/** Launches {@code sgd.cu}. */
final class SgdKernels {
  private static final Sgd.Range UNBOUNDED =
      new Sgd.Range(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);

  private final Kernel sgdStep;

  SgdKernels(CudaContext context) {
    sgdStep = new KernelModule(context, "sgd").kernel("sgdStep");
  }

  void step(SgdStep op) {
    Sgd sgd = op.sgd();
    Sgd.Range range = sgd.range().orElse(UNBOUNDED);
    long elements = op.parameters().shape().elements();
    sgdStep.launch(
        Grid.ofElements(elements),
        elements,
        sgd.learningRate(),
        sgd.momentum(),
        sgd.weightDecay(),
        range.low(),
        range.high(),
        op.parameters(),
        op.gradient(),
        op.velocity());
  }
}
