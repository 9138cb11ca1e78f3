package org.echodc.device.cuda.layer;

import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.driver.Grid;
import org.echodc.device.cuda.driver.Kernel;
import org.echodc.device.cuda.driver.KernelModule;
import org.echodc.operation.layer.Activation;

/** Launches {@code activation.cu}. */
public final class ActivationKernels {
  private final Kernel forward;
  private final Kernel backward;

  public ActivationKernels(CudaContext context) {
    KernelModule module = new KernelModule(context, "activation");
    forward = module.kernel("activationForward");
    backward = module.kernel("activationBackward");
  }

  public void forward(Activation op) {
    long elements = op.dst().shape().elements();
    forward.launch(
        Grid.ofElements(elements),
        elements,
        op.function().ordinal(), // as ActivationFunction counts them
        op.src(),
        op.dst());
  }

  public void backward(Activation.Backward op) {
    long elements = op.src().shape().elements();
    backward.launch(
        Grid.ofElements(elements),
        elements,
        op.function().ordinal(),
        op.src(),
        op.dstGradient(),
        op.srcGradient());
  }
}
