package org.echodc.device.comparison;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.echodc.device.Device;
import org.echodc.device.Event;
import org.echodc.device.TensorScope;
import org.echodc.operation.RandomKey;
import org.echodc.operation.RandomPurpose;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** Where one operation runs: inputs that are the same on every device, results, and a clock. */
final class Bench {
  private static final long SEED = 20_231_215;

  private final TensorScope memory;
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final List<Tensor> results = new ArrayList<>();
  private double seconds;

  Bench(TensorScope memory) {
    this.memory = memory;
  }

  Device device() {
    return memory.device();
  }

  TensorScope memory() {
    return memory;
  }

  /** Numbers uniform in [low, high). */
  Tensor uniform(double low, double high, int... extents) {
    Shape shape = Shape.of(extents);
    float[] values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(low, high);
    }
    return memory.upload(values, shape);
  }

  /** Whole numbers in [0, bound). */
  Tensor ints(int bound, int... extents) {
    Shape shape = Shape.of(extents);
    int[] values = random.ints(shape.elements(), 0, bound).toArray();
    return memory.upload(values).reshape(shape);
  }

  Tensor bytes(int... extents) {
    Shape shape = Shape.of(extents);
    byte[] values = new byte[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) random.nextInt(256);
    }
    return memory.upload(values, shape);
  }

  RandomKey key(RandomPurpose purpose) {
    return RandomKey.everyStep(SEED, purpose, memory.counter());
  }

  Tensor result(int... extents) {
    Tensor tensor = memory.floats(extents);
    results.add(tensor);
    return tensor;
  }

  Tensor intResult(int... extents) {
    Tensor tensor = memory.ints(extents);
    results.add(tensor);
    return tensor;
  }

  /** Runs the operation once to warm up and once by the clock; it must overwrite its results. */
  void time(Runnable operation) {
    operation.run();
    device().synchronize();
    Event start = device().recordEvent();
    operation.run();
    seconds = device().recordEvent().secondsSince(start);
  }

  double seconds() {
    return seconds;
  }

  /** All results, one after the other; doubles hold both floats and whole numbers exactly. */
  double[] values() {
    return results.stream().flatMapToDouble(t -> Arrays.stream(values(t))).toArray();
  }

  private double[] values(Tensor tensor) {
    int count = Math.toIntExact(tensor.shape().elements());
    double[] values = new double[count];
    if (tensor.type() == DataType.INT32) {
      int[] ints = new int[count];
      device().download(tensor, ints);
      Arrays.setAll(values, i -> ints[i]);
    } else {
      float[] floats = new float[count];
      device().download(tensor, floats);
      Arrays.setAll(values, i -> floats[i]);
    }
    return values;
  }
}
