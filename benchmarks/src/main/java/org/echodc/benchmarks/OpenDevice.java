package org.echodc.benchmarks;

import java.util.Random;
import org.echodc.device.Device;
import org.echodc.device.Devices;
import org.echodc.device.TensorScope;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The device under test, and memory that is freed with it. */
@State(Scope.Benchmark)
public class OpenDevice {
  private static final long SEED = 20231224;

  /** Name of the device. */
  @Param("cpu")
  public String device;

  private final Random random = new Random(SEED);
  private Device opened;
  private TensorScope memory;

  /** Opens the device. */
  @Setup(Level.Trial)
  public void open() {
    opened = Devices.open(device, Devices.defaultThreads());
    memory = new TensorScope(opened);
  }

  /** Closes the device. */
  @TearDown(Level.Trial)
  public void close() {
    memory.close();
    opened.close();
  }

  Device get() {
    return opened;
  }

  TensorScope memory() {
    return memory;
  }

  /** A tensor of normal numbers times a factor. */
  Tensor normal(float factor, int... extents) {
    Shape shape = Shape.of(extents);
    float[] values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = factor * (float) random.nextGaussian();
    }
    return memory.upload(values, shape);
  }
}
