package org.echodc.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.echodc.operation.Fill;
import org.echodc.operation.RandomKey;
import org.echodc.operation.RandomPurpose;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * A device with the tensors of one test on it. Knows which are inputs, and checks that they keep
 * their values, and which are results: these start as NaN, so that what is never written shows.
 */
final class Bench implements AutoCloseable {
  private static final int POISON = Integer.MIN_VALUE;

  private final Device device;
  private final List<Tensor> owned = new ArrayList<>();
  private final Map<Tensor, double[]> inputs = new LinkedHashMap<>();
  private final Map<String, Tensor> results = new LinkedHashMap<>();

  Bench(Device device) {
    this.device = device;
  }

  Device device() {
    return device;
  }

  Tensor floats(float[] values, int... extents) {
    Tensor tensor = uploaded(values, extents);
    inputs.put(tensor, Values.doubles(values));
    return tensor;
  }

  Tensor normal(long seed, int... extents) {
    return floats(Values.normal(seed, count(extents)), extents);
  }

  Tensor ints(int[] values, int... extents) {
    Tensor tensor = uploaded(values, extents);
    inputs.put(tensor, Arrays.stream(values).asDoubleStream().toArray());
    return tensor;
  }

  Tensor bytes(byte[] values, int... extents) {
    Tensor tensor = allocate(DataType.UINT8, extents);
    device.upload(values, tensor);
    return tensor;
  }

  /** A key that draws anew at every step, at the given one. */
  RandomKey key(long seed, RandomPurpose purpose, int step) {
    return RandomKey.everyStep(seed, purpose, ints(new int[] {step}, 1));
  }

  /** A tensor that an operation is to write. */
  Tensor result(String name, int... extents) {
    Tensor tensor = allocate(DataType.FLOAT32, extents);
    device.run(new Fill(tensor, Float.NaN));
    results.put(name, tensor);
    return tensor;
  }

  Tensor result(String name, Shape shape) {
    return result(name, extents(shape));
  }

  Tensor intResult(String name, int... extents) {
    Tensor tensor = allocate(DataType.INT32, extents);
    device.run(new Fill(tensor, POISON));
    results.put(name, tensor);
    return tensor;
  }

  /** A tensor that an operation reads and changes. */
  Tensor state(String name, float[] values, int... extents) {
    Tensor tensor = uploaded(values, extents);
    results.put(name, tensor);
    return tensor;
  }

  Tensor state(String name, int[] values, int... extents) {
    Tensor tensor = uploaded(values, extents);
    results.put(name, tensor);
    return tensor;
  }

  private Tensor uploaded(float[] values, int... extents) {
    Tensor tensor = allocate(DataType.FLOAT32, extents);
    device.upload(values, tensor);
    return tensor;
  }

  private Tensor uploaded(int[] values, int... extents) {
    Tensor tensor = allocate(DataType.INT32, extents);
    device.upload(values, tensor);
    return tensor;
  }

  Tensor allocate(DataType type, int... extents) {
    Tensor tensor = device.allocate(type, Shape.of(extents));
    owned.add(tensor);
    return tensor;
  }

  /** The values of a tensor; doubles hold both floats and whole numbers exactly. */
  double[] values(Tensor tensor) {
    int count = (int) tensor.shape().elements();
    if (tensor.type() == DataType.INT32) {
      int[] values = new int[count];
      device.download(tensor, values);
      return Arrays.stream(values).asDoubleStream().toArray();
    }
    float[] values = new float[count];
    device.download(tensor, values);
    return Values.doubles(values);
  }

  /** What came out, by name. */
  Map<String, Result> results() {
    Map<String, Result> values = new LinkedHashMap<>();
    results.forEach((name, tensor) -> values.put(name, new Result(tensor.type(), values(tensor))));
    return values;
  }

  /** Elements of one result. */
  record Result(DataType type, double[] values) {}

  void checkInputsUnchanged() {
    inputs.forEach(
        (tensor, values) ->
            assertArrayEquals(values, values(tensor), () -> "input " + tensor + " was changed"));
  }

  @Override
  public void close() {
    owned.forEach(Tensor::close);
  }

  static int count(int... extents) {
    return (int) Shape.of(extents).elements();
  }

  static int[] extents(Shape shape) {
    int[] extents = new int[shape.rank()];
    Arrays.setAll(extents, shape::extent);
    return extents;
  }
}
