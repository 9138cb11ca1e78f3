package org.echodc.device.cpu;

import org.echodc.operation.layer.Activation;

/** What goes to the native operations of {@code activation.cpp}. */
final class ActivationArguments {
  private ActivationArguments() {}

  static void forward(Activation op, NativeCall call) {
    call.whole(op.function().ordinal()) // as ActivationFunction counts them
        .elements(op.src())
        .in(op.src())
        .out(op.dst());
  }

  static void backward(Activation.Backward op, NativeCall call) {
    call.whole(op.function().ordinal())
        .elements(op.src())
        .in(op.src())
        .in(op.dstGradient())
        .out(op.srcGradient());
  }
}
