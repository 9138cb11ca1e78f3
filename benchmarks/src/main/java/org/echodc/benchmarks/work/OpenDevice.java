package org.echodc.benchmarks.work;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.echodc.benchmarks.BenchMain;
import org.echodc.benchmarks.ParameterValue;
import org.echodc.benchmarks.Rotation;
import org.echodc.benchmarks.TrialLog;
import org.echodc.benchmarks.TrialNote;
import org.echodc.device.Device;
import org.echodc.device.DeviceMemoryException;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Devices;
import org.echodc.device.Precision;
import org.echodc.device.memory.TensorScope;
import org.echodc.operation.Advance;
import org.echodc.operation.Operation;
import org.echodc.operation.RandomKey;
import org.echodc.operation.RandomPurpose;
import org.echodc.operation.training.Initialize;
import org.echodc.operation.training.UniformSegment;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.echodc.text.Text;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * The device under test, memory that is freed with it, and what a benchmark has to say before it is
 * timed.
 */
@State(Scope.Benchmark)
public class OpenDevice {
  private static final long SEED = 20231224;
  public static final String CPU = "cpu";
  private static final String SIMULATED = "simulated";
  public static final String DEFAULT = "default";

  /**
   * Name of the device, or {@code simulated} for {@code cuda} under the simulated driver, whose
   * times mean nothing. {@link BenchMain} gives the names of those that are present.
   */
  @Param(CPU)
  public String device;

  /**
   * Precision of matrix products; {@code default} is FP32 on the CPU and TF32 on a GPU.
   *
   * @see Precision
   */
  @Param(DEFAULT)
  public String precision;

  private Device opened;
  private TensorScope memory;
  private Tensor draws;
  private long spareBytes;
  private TrialNote note;

  /** Opens the device. */
  @Setup(Level.Trial)
  public void open(BenchmarkParams trial) {
    open(trial.getBenchmark(), TrialNote.params(trial));
  }

  public void open(String benchmark, Map<String, String> params) {
    Precision resolved = resolve();
    note = TrialNote.begun(benchmark, params, resolved.name());
    opened = noting(() -> Devices.open(request(resolved), reason -> {}));
    note = note.on(opened.info());
    TrialLog.append(note);
    if (device.equals(CPU) && resolved == Precision.TF32) {
      throw refuse("a processor has no TF32", null);
    }
    memory = new TensorScope(opened);
    draws = memory.counter();
    WorkMeter.forget();
    WorkMeter.watch(this::liveBytes);
  }

  /** Device memory in use, without what only a benchmark needs. */
  private long liveBytes() {
    return opened.allocatedBytes() - spareBytes;
  }

  private DeviceRequest request(Precision resolved) {
    return device.equals(SIMULATED)
        ? DeviceRequest.simulated(resolved)
        : new DeviceRequest(device, Devices.defaultThreads(), false, resolved);
  }

  private Precision resolve() {
    return precision(device, precision);
  }

  /**
   * Requires the name of a device that can be measured.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static void requireDevice(String name) {
    List<String> known =
        Stream.concat(
                Devices.names().stream().filter(device -> !device.equals("auto")),
                Stream.of(SIMULATED))
            .toList();
    ParameterValue.requireOneOf(known, name);
  }

  /**
   * Requires the name of a precision.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static void requirePrecision(String name) {
    List<String> known =
        Stream.concat(Stream.of(DEFAULT), Stream.of(Precision.values()).map(Precision::name))
            .toList();
    ParameterValue.requireOneOf(known, name);
  }

  /** The precision that a name means on a device. */
  public static Precision precision(String device, String name) {
    if (name.equals(DEFAULT)) {
      return device.equals(CPU) ? Precision.FP32 : Precision.TF32;
    }
    return Precision.valueOf(name);
  }

  /** Closes the device. */
  @TearDown(Level.Trial)
  public void close() {
    long last = liveBytes(); // JMH asks its profilers after this
    WorkMeter.watch(() -> last);
    memory.close();
    opened.close();
  }

  /**
   * Runs a benchmark's own setup: allocations and the check of a result. If it fails, the log tells
   * so.
   *
   * @param setup gives the work of one invocation
   */
  public void prepare(Supplier<Work> setup) {
    WorkMeter.declare(noting(setup));
  }

  /** Does something; if it fails, the log tells so. */
  private <T> T noting(Supplier<T> action) {
    try {
      return action.get();
    } catch (DeviceMemoryException e) {
      throw refuse(e.getMessage(), null);
    } catch (RuntimeException e) {
      TrialLog.append(note.failed(String.valueOf(e.getMessage())));
      throw e;
    }
  }

  /**
   * Refuses a benchmark that the memory is too small for. Linux would rather end the process.
   *
   * @param bytes at least needed
   */
  public void require(long bytes) {
    OptionalLong available = ResidentMemory.availableBytes();
    if (device.equals(CPU) && available.isPresent() && available.getAsLong() < bytes) {
      throw refuse(
          Text.format(
              "needs %.1f GB, %.1f GB are there", bytes * 1e-9, available.getAsLong() * 1e-9),
          bytes);
    }
  }

  private IllegalStateException refuse(String reason, Long neededBytes) {
    note = note.refused(reason, neededBytes);
    TrialLog.append(note);
    return new IllegalStateException(note.benchmark() + " " + reason);
  }

  public Device get() {
    return opened;
  }

  public TensorScope memory() {
    return memory;
  }

  public Precision usedPrecision() {
    return resolve();
  }

  /** Copies of buffers to use in turn; those beyond the first are left out of the memory in use. */
  public <T> Rotation<T> rotation(Supplier<T> maker) {
    Rotation<T> rotation = Rotation.of(opened, maker);
    spareBytes += rotation.spareBytes();
    return rotation;
  }

  /** Runs an operation and waits for it. */
  public void run(Operation operation) {
    opened.run(operation);
    opened.synchronize();
  }

  /** A tensor of numbers uniform in [-limit, limit). */
  public Tensor uniform(float limit, int... extents) {
    return uniform(limit, Shape.of(extents));
  }

  /** A tensor of numbers uniform in [-limit, limit). */
  public Tensor uniform(float limit, Shape shape) {
    Tensor tensor = memory.floats(shape);
    int size = Math.toIntExact(shape.elements());
    RandomKey key = RandomKey.everyStep(SEED, RandomPurpose.NETWORK_WEIGHTS, draws);
    opened.run(new Initialize(key, List.of(new UniformSegment(size, -limit, limit)), tensor));
    opened.run(new Advance(draws));
    return tensor;
  }

  /** The numbers of a FLOAT32 tensor. */
  public float[] download(Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.shape().elements())];
    opened.download(tensor, values);
    return values;
  }
}
