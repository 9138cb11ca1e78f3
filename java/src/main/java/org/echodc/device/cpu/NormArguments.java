package org.echodc.device.cpu;

import org.echodc.operation.layer.Affine;
import org.echodc.operation.layer.BatchNorm;
import org.echodc.operation.layer.GroupNorm;
import org.echodc.operation.layer.LayerNorm;
import org.echodc.operation.layer.Moments;
import org.echodc.operation.layer.NormGradients;

/**
 * What goes to the native operations of {@code group_norm.cpp}, {@code layer_norm.cpp} and {@code
 * batch_norm.cpp}.
 */
final class NormArguments {
  private NormArguments() {}

  static void groupNorm(GroupNorm op, NativeCall call) {
    in(call.images(op.src()).whole(op.groups()), op.affine()).in(op.src()).out(op.dst());
    out(call, op.moments());
  }

  static void groupNormBackward(GroupNorm.Backward op, NativeCall call) {
    call.images(op.src()).whole(op.groups()).in(op.scale()).in(op.src());
    gradients(in(call, op.moments()), op.gradients());
  }

  static void layerNorm(LayerNorm op, NativeCall call) {
    in(call.images(op.src()), op.affine()).in(op.src()).out(op.dst());
    out(call, op.moments());
  }

  static void layerNormBackward(LayerNorm.Backward op, NativeCall call) {
    call.images(op.src()).in(op.scale()).in(op.src());
    gradients(in(call, op.moments()), op.gradients());
  }

  static void batchNorm(BatchNorm op, NativeCall call) {
    in(call.images(op.src()), op.affine()).in(op.src()).out(op.dst());
    out(call, op.moments())
        .number(BatchNorm.MOMENTUM)
        .out(op.running().map(BatchNorm.Running::mean))
        .out(op.running().map(BatchNorm.Running::variance));
  }

  static void batchNormBackward(BatchNorm.Backward op, NativeCall call) {
    call.images(op.src()).in(op.scale()).in(op.src());
    gradients(in(call, op.moments()), op.gradients());
  }

  static void batchNormInference(BatchNorm.Inference op, NativeCall call) {
    in(call.images(op.src()), op.affine())
        .in(op.running().mean())
        .in(op.running().variance())
        .in(op.src())
        .out(op.dst());
  }

  private static NativeCall in(NativeCall call, Affine affine) {
    return call.in(affine.scale()).in(affine.shift());
  }

  private static NativeCall in(NativeCall call, Moments moments) {
    return call.in(moments.mean()).in(moments.inverseStd());
  }

  private static NativeCall out(NativeCall call, Moments moments) {
    return call.out(moments.mean()).out(moments.inverseStd());
  }

  private static void gradients(NativeCall call, NormGradients gradients) {
    call.in(gradients.dst())
        .out(gradients.src())
        .out(gradients.affine().map(Affine::scale))
        .out(gradients.affine().map(Affine::shift));
  }
}
