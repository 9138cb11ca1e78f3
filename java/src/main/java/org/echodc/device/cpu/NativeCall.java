package org.echodc.device.cpu;

import java.lang.annotation.Native;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.echodc.device.memory.DeviceTensor;
import org.echodc.operation.Operation;
import org.echodc.operation.RandomKey;
import org.echodc.operation.image.Augmentation;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Writes the arguments of a native operation one after the other, each with its kind, into a buffer
 * that is used again for the next call. The entry of the operation in {@code native/cpu} reads them
 * in the same order; one that expects others gives an error that names operation and argument.
 */
final class NativeCall {
  // Kinds of arguments; cpu_jni.cpp holds them to those of native/cpu/call.h.
  @Native private static final int ABSENT = 0;
  @Native private static final int WHOLE = 1;
  @Native private static final int NUMBER = 2;
  @Native private static final int FLAG = 3;
  @Native private static final int LIST = 4;
  @Native private static final int IN_FLOATS = 5;
  @Native private static final int IN_BFLOATS = 6;
  @Native private static final int IN_INTS = 7;
  @Native private static final int IN_BYTES = 8;
  @Native private static final int OUT_FLOATS = 9;
  @Native private static final int OUT_BFLOATS = 10;
  @Native private static final int OUT_INTS = 11;
  @Native private static final int OUT_BYTES = 12;

  /** Its kind and its value, 64 bits each. */
  @Native private static final int ARGUMENT_BYTES = 16;

  private static final int USUAL_ARGUMENTS = 64;

  private final long context;
  private final DeviceTensor.Owner device;
  private ByteBuffer arguments = buffer(USUAL_ARGUMENTS * ARGUMENT_BYTES);

  /**
   * Calls on one device.
   *
   * @param context the native side of the device
   * @param device owner of the tensors
   */
  NativeCall(long context, DeviceTensor.Owner device) {
    this.context = context;
    this.device = device;
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  /**
   * A way to run operations by a native one.
   *
   * @param name the operation's name in {@code native/cpu}
   * @param write writes its arguments, in the order in which it reads them
   * @throws org.echodc.device.DeviceException if there is none of this name
   */
  <O extends Operation> Consumer<O> to(String name, BiConsumer<? super O, NativeCall> write) {
    int number = CpuLibrary.find(name);
    return operation -> {
      arguments.clear();
      write.accept(operation, this);
      CpuLibrary.run(context, number, arguments, arguments.position() / ARGUMENT_BYTES);
    };
  }

  private NativeCall put(int kind, long value) {
    if (arguments.remaining() < ARGUMENT_BYTES) {
      arguments = buffer(2 * arguments.capacity()).put(arguments.flip());
    }
    arguments.putLong(kind).putLong(value);
    return this;
  }

  /** A whole number; the operation says whether it takes more than 32 bits. */
  NativeCall whole(long value) {
    return put(WHOLE, value);
  }

  /** A float. */
  NativeCall number(float value) {
    return put(NUMBER, Float.floatToRawIntBits(value));
  }

  /** Yes or no. */
  NativeCall flag(boolean value) {
    return put(FLAG, value ? 1 : 0);
  }

  /** A list of floats. */
  NativeCall numbers(List<Float> values) {
    put(LIST, values.size());
    values.forEach(this::number);
    return this;
  }

  /** A tensor that the operation reads. */
  NativeCall in(Tensor tensor) {
    return put(kind(tensor.type(), IN_FLOATS, IN_BFLOATS, IN_INTS, IN_BYTES), address(tensor));
  }

  /** A tensor that the operation reads, where there is one. */
  NativeCall in(Optional<Tensor> tensor) {
    return tensor.map(this::in).orElseGet(() -> put(ABSENT, 0));
  }

  /** A tensor that the operation writes. */
  NativeCall out(Tensor tensor) {
    return put(kind(tensor.type(), OUT_FLOATS, OUT_BFLOATS, OUT_INTS, OUT_BYTES), address(tensor));
  }

  /** A tensor that the operation writes, where it is wanted. */
  NativeCall out(Optional<Tensor> tensor) {
    return tensor.map(this::out).orElseGet(() -> put(ABSENT, 0));
  }

  private long address(Tensor tensor) {
    return DeviceTensor.address(device, tensor);
  }

  private static int kind(DataType type, int floats, int bfloats, int ints, int bytes) {
    return switch (type) {
      case FLOAT32 -> floats;
      case BFLOAT16 -> bfloats;
      case INT32 -> ints;
      case UINT8 -> bytes;
    };
  }

  /** The number of a tensor's elements. */
  NativeCall elements(Tensor tensor) {
    return whole(tensor.shape().elements());
  }

  /** The extents of images, [batch, height, width, channels]. */
  NativeCall images(Shape shape) {
    return whole(shape.extent(0))
        .whole(shape.extent(1))
        .whole(shape.extent(2))
        .whole(shape.extent(3));
  }

  /** The extents of a tensor of images. */
  NativeCall images(Tensor tensor) {
    return images(tensor.shape());
  }

  /** A key, and the counter that it reads. */
  NativeCall key(RandomKey key) {
    return whole(key.seed()).whole(key.purpose().ordinal()).in(key.step()).whole(key.period());
  }

  /** Means and deviations. */
  NativeCall normalization(Normalization normalization) {
    return numbers(normalization.mean()).numbers(normalization.std());
  }

  /** A table and the number of its rows. */
  NativeCall augmentation(Augmentation augmentation) {
    return in(augmentation.table()).whole(augmentation.table().shape().extent(0));
  }
}
