package org.echodc.device.cpu;

import org.echodc.operation.layer.Concatenate;

/** What goes to the native operations of {@code concatenate.cpp}. */
final class ConcatenateArguments {
  private ConcatenateArguments() {}

  static void forward(Concatenate op, NativeCall call) {
    int left = op.left().shape().extent(3);
    call.images(op.dst()).whole(left).in(op.left()).in(op.right()).out(op.dst());
  }

  static void backward(Concatenate.Backward op, NativeCall call) {
    int all = op.dstGradient().shape().extent(3);
    int left =
        op.leftGradient()
            .map(part -> part.shape().extent(3))
            .or(() -> op.rightGradient().map(part -> all - part.shape().extent(3)))
            .orElse(all);
    call.images(op.dstGradient())
        .whole(left)
        .in(op.dstGradient())
        .out(op.leftGradient())
        .out(op.rightGradient());
  }
}
