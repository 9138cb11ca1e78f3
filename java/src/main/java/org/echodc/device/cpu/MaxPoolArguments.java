package org.echodc.device.cpu;

import org.echodc.operation.layer.MaxPool;
import org.echodc.tensor.Tensor;

/** What goes to the native operations of {@code max_pool.cpp}. */
final class MaxPoolArguments {
  private MaxPoolArguments() {}

  static void forward(MaxPool op, NativeCall call) {
    pooling(call, op.window(), op.src()).in(op.src()).out(op.dst());
  }

  static void backward(MaxPool.Backward op, NativeCall call) {
    pooling(call, op.window(), op.src())
        .in(op.src())
        .in(op.dst())
        .in(op.dstGradient())
        .out(op.srcGradient());
  }

  private static NativeCall pooling(NativeCall call, MaxPool.Window window, Tensor src) {
    return call.images(src).whole(window.kernel()).whole(window.stride()).whole(window.padding());
  }
}
