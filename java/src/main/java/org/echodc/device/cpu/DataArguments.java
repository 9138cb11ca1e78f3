package org.echodc.device.cpu;

import org.echodc.operation.Fill;
import org.echodc.operation.image.CutMix;
import org.echodc.operation.image.Decode;
import org.echodc.operation.image.Decoding;
import org.echodc.operation.image.DrawAugmentation;
import org.echodc.operation.image.Gather;
import org.echodc.operation.image.GatherLabels;
import org.echodc.operation.image.Sample;
import org.echodc.operation.training.InitialSegment;
import org.echodc.operation.training.Initialize;
import org.echodc.tensor.Tensor;

/** What goes to the native operations on random numbers, images and labels. */
final class DataArguments {
  private DataArguments() {}

  static void fillFloats(Fill op, NativeCall call) {
    call.elements(op.dst()).number(op.value()).out(op.dst());
  }

  static void fillInts(Fill op, NativeCall call) {
    call.elements(op.dst()).whole((int) Math.floor(op.value())).out(op.dst());
  }

  static void initialize(Initialize op, NativeCall call) {
    call.key(op.key()).whole(op.segments().size());
    for (InitialSegment segment : op.segments()) {
      call.whole(segment.size()).whole(segment.distribution().ordinal());
      segment.parameters().forEach(call::number);
    }
    call.out(op.dst());
  }

  static void sample(Sample op, NativeCall call) {
    call.key(op.key())
        .in(op.segments().table())
        .whole(op.segments().groups())
        .whole(op.first())
        .whole(op.dst().shape().extent(1))
        .out(op.dst());
  }

  static void drawAugmentation(DrawAugmentation op, NativeCall call) {
    call.key(op.key())
        .whole(op.policy().mask())
        .whole(op.imageSize())
        .whole(op.dst().shape().extent(0))
        .out(op.dst());
  }

  static void gather(Gather op, NativeCall call) {
    call.images(op.dst())
        .in(op.images())
        .whole(op.images().shape().extent(0))
        .normalization(op.normalization())
        .in(op.indices())
        .augmentation(op.augmentation())
        .out(op.dst());
  }

  static void gatherLabels(GatherLabels op, NativeCall call) {
    call.in(op.values())
        .elements(op.values())
        .in(op.indices())
        .elements(op.indices())
        .out(op.dst());
  }

  static void decode(Decode op, NativeCall call) {
    decoding(call.images(op.dst()), op.stored(), op.decoding())
        .in(op.stored())
        .in(op.selection())
        .normalization(op.normalization())
        .augmentation(op.augmentation())
        .out(op.dst());
  }

  static void decodeBackward(Decode.Backward op, NativeCall call) {
    decoding(call.images(op.dstGradient()), op.storedGradient(), op.decoding())
        .in(op.dstGradient())
        .in(op.selection())
        .normalization(op.normalization())
        .augmentation(op.augmentation())
        .out(op.storedGradient());
  }

  private static NativeCall decoding(NativeCall call, Tensor stored, Decoding decoding) {
    return call.whole(stored.shape().extent(0)).whole(decoding.ipc()).whole(decoding.factor());
  }

  static void cutMix(CutMix op, NativeCall call) {
    call.key(op.key())
        .number(op.probability())
        .images(op.src())
        .in(op.src())
        .in(op.labels().labels())
        .out(op.dst())
        .out(op.labels().partners())
        .out(op.labels().weight());
  }
}
