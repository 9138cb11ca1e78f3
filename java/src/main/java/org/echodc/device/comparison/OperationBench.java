package org.echodc.device.comparison;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.echodc.device.Device;
import org.echodc.device.Event;
import org.echodc.device.Precision;
import org.echodc.operation.Fill;
import org.echodc.operation.Operation;
import org.echodc.operation.RandomKey;
import org.echodc.operation.RandomPurpose;
import org.echodc.operation.mmd.Segments;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * A device with the tensors of one scenario on it, and a clock. Knows which are inputs, and whether
 * they keep their values, and which are results: these start as NaN, so that what is never written
 * shows.
 */
public final class OperationBench implements AutoCloseable {
  private static final int POISON = Integer.MIN_VALUE;
  private static final int TWO_NANS = 0x7fc0_7fc0; // of BF16

  private final Device device;
  private final Precision precision;
  private final List<Tensor> owned = new ArrayList<>();
  private final Map<Tensor, double[]> inputs = new LinkedHashMap<>();
  private final Map<String, Tensor> results = new LinkedHashMap<>();
  private final Map<Tensor, Tensor> wordsOfHalves = new HashMap<>();
  private double seconds;

  /** An empty bench whose tensors of floats are float32. */
  public OperationBench(Device device) {
    this(device, Precision.FP32);
  }

  /** An empty bench; with BF16, {@link #activations} are stored so. */
  public OperationBench(Device device, Precision precision) {
    this.device = device;
    this.precision = precision;
  }

  /** Where the tensors lie. */
  public Device device() {
    return device;
  }

  /** Runs an operation by the clock. */
  public void run(Operation operation) {
    Event start = device.recordEvent();
    device.run(operation);
    seconds += device.recordEvent().secondsSince(start);
  }

  /** A FLOAT32 input. */
  public Tensor floats(float[] values, int... extents) {
    Tensor tensor = uploaded(values, extents);
    inputs.put(tensor, Values.doubles(values));
    return tensor;
  }

  /** A FLOAT32 input of normal numbers of mean 0 and deviation 1. */
  public Tensor normal(long seed, int... extents) {
    return floats(Values.normal(seed, count(extents)), extents);
  }

  /** An INT32 input. */
  public Tensor ints(int[] values, int... extents) {
    Tensor tensor = uploaded(values, extents);
    inputs.put(tensor, Arrays.stream(values).asDoubleStream().toArray());
    return tensor;
  }

  /** A UINT8 input. */
  public Tensor bytes(byte[] values, int... extents) {
    Tensor tensor = allocate(DataType.UINT8, extents);
    device.upload(values, tensor);
    return tensor;
  }

  /** An input of the type in which the precision stores activations; BF16 must hold the values. */
  public Tensor activations(float[] values, Shape shape) {
    if (precision != Precision.BF16) {
      return floats(values, extents(shape));
    }
    Tensor halves = halves(Values.packedBf16(values), shape);
    inputs.put(halves, Values.doubles(values));
    return halves;
  }

  /** A key that draws anew at every step, at the given one. */
  public RandomKey key(long seed, RandomPurpose purpose, int step) {
    return RandomKey.everyStep(seed, purpose, ints(new int[] {step}, 1));
  }

  /** Groups of the given sizes; the first begins at entry 3. */
  public Segments segments(int... sizes) {
    List<Integer> bounds = new ArrayList<>(List.of(3));
    for (int size : sizes) {
      bounds.add(bounds.get(bounds.size() - 1) + size);
    }
    return Segments.of(bounds, values -> ints(values, values.length));
  }

  /** A FLOAT32 tensor that an operation is to write. */
  public Tensor result(String name, int... extents) {
    Tensor tensor = allocate(DataType.FLOAT32, extents);
    device.run(new Fill(tensor, Float.NaN));
    results.put(name, tensor);
    return tensor;
  }

  /** A FLOAT32 tensor that an operation is to write. */
  public Tensor result(String name, Shape shape) {
    return result(name, extents(shape));
  }

  /** An INT32 tensor that an operation is to write. */
  public Tensor intResult(String name, int... extents) {
    Tensor tensor = allocate(DataType.INT32, extents);
    device.run(new Fill(tensor, POISON));
    results.put(name, tensor);
    return tensor;
  }

  /** Activations that an operation is to write, of the type in which the precision stores them. */
  public Tensor activationsResult(String name, Shape shape) {
    if (precision != Precision.BF16) {
      return result(name, shape);
    }
    int[] words = new int[Math.toIntExact((shape.elements() + 1) / 2)];
    Arrays.fill(words, TWO_NANS);
    Tensor halves = halves(words, shape);
    results.put(name, halves);
    return halves;
  }

  /** A FLOAT32 tensor that an operation reads and changes. */
  public Tensor state(String name, float[] values, int... extents) {
    Tensor tensor = uploaded(values, extents);
    results.put(name, tensor);
    return tensor;
  }

  /** An INT32 tensor that an operation reads and changes. */
  public Tensor state(String name, int[] values, int... extents) {
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

  /** BFLOAT16 in the memory of whole numbers, which hosts and devices exchange. */
  private Tensor halves(int[] values, Shape shape) {
    Tensor words = uploaded(values, values.length);
    Tensor halves = words.reinterpret(0, DataType.BFLOAT16, shape);
    wordsOfHalves.put(halves, words);
    return halves;
  }

  /** A tensor that is neither input nor result. */
  public Tensor allocate(DataType type, int... extents) {
    Tensor tensor = device.allocate(type, Shape.of(extents));
    owned.add(tensor);
    return tensor;
  }

  /** The values of a tensor; doubles hold both floats and whole numbers exactly. */
  public double[] values(Tensor tensor) {
    int count = Math.toIntExact(tensor.shape().elements());
    if (tensor.type() == DataType.FLOAT32) {
      float[] values = new float[count];
      device.download(tensor, values);
      return Values.doubles(values);
    }
    boolean halves = tensor.type() == DataType.BFLOAT16;
    Tensor whole = halves ? wordsOfHalves.get(tensor) : tensor;
    int[] values = new int[Math.toIntExact(whole.shape().elements())];
    device.download(whole, values);
    return halves
        ? Values.doubles(Values.unpackedBf16(values, count))
        : Arrays.stream(values).asDoubleStream().toArray();
  }

  /** What came out. */
  Outcome outcome() {
    Map<String, Outcome.Result> values = new LinkedHashMap<>();
    results.forEach(
        (name, tensor) -> values.put(name, new Outcome.Result(tensor.type(), values(tensor))));
    List<String> changed = new ArrayList<>();
    inputs.forEach(
        (tensor, before) -> {
          if (!Arrays.equals(before, values(tensor))) {
            changed.add("input " + tensor);
          }
        });
    return new Outcome(values, changed, seconds);
  }

  @Override
  public void close() {
    owned.forEach(Tensor::close);
  }

  /** Elements of a tensor. */
  public static int count(int... extents) {
    return Math.toIntExact(Shape.of(extents).elements());
  }

  /** Extents of a shape, outermost first. */
  public static int[] extents(Shape shape) {
    int[] extents = new int[shape.rank()];
    Arrays.setAll(extents, shape::extent);
    return extents;
  }
}
