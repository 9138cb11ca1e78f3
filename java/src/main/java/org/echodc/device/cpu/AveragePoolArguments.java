package org.echodc.device.cpu;

import org.echodc.operation.layer.AveragePool;
import org.echodc.tensor.Tensor;

/** What goes to the native operations of {@code pool.cpp} and {@code pool_windows.cpp}. */
final class AveragePoolArguments {
  private AveragePoolArguments() {}

  static void halving(AveragePool op, NativeCall call) {
    call.images(op.src()).in(op.src()).out(op.dst());
  }

  static void halvingBackward(AveragePool.Backward op, NativeCall call) {
    call.images(op.srcGradient()).in(op.dstGradient()).out(op.srcGradient());
  }

  static void windows(AveragePool op, NativeCall call) {
    pooling(call, op.window(), op.src()).in(op.src()).out(op.dst());
  }

  static void windowsBackward(AveragePool.Backward op, NativeCall call) {
    pooling(call, op.window(), op.srcGradient()).in(op.dstGradient()).out(op.srcGradient());
  }

  private static NativeCall pooling(NativeCall call, AveragePool.Window window, Tensor src) {
    return call.images(src).whole(window.height()).whole(window.width()).whole(window.stride());
  }
}
