package org.echodc.benchmarks;

import java.util.concurrent.TimeUnit;
import org.echodc.benchmarks.check.Agreement;
import org.echodc.benchmarks.check.ProductCheck;
import org.echodc.benchmarks.work.OpenDevice;
import org.echodc.benchmarks.work.Work;
import org.echodc.device.Devices;
import org.echodc.operation.layer.Add;
import org.echodc.operation.layer.Linear;
import org.echodc.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the machine can do, measured by operations that do nothing else: a large matrix product for
 * its arithmetic, and the sum of two large arrays for its memory (the STREAM benchmark's Add,
 * McCalpin 1995). The rates of all other benchmarks are shares of these.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 2)
public class MachineRateBenchmark {

  /** Two matrices; as a device sees it, a linear layer with a large batch. */
  @State(Scope.Benchmark)
  public static class Matrices {
    /** Rows and columns of the right factor; the left one has 1,024 rows for every thread. */
    @Param("2048")
    public int side;

    private Rotation<Linear> rotation;

    /** Fills the matrices. */
    @Setup
    public void create(OpenDevice device) {
      int rows = side / 2 * Devices.defaultThreads(); // a large block for every thread
      device.prepare(
          () -> {
            rotation = device.rotation(() -> product(device, rows));
            Linear first = rotation.first();
            device.get().run(first);
            ProductCheck.require(device, first);
            return Work.of(first);
          });
    }

    private Linear product(OpenDevice device, int rows) {
      Tensor left = device.uniform(1, rows, side);
      return new Linear(
          new Linear.Parameters(device.uniform(1, side, side), device.uniform(1, side)),
          left,
          device.memory().floats(rows, side));
    }
  }

  /** Two arrays and their sum. */
  @State(Scope.Benchmark)
  public static class Arrays {
    /** MiB of each array. */
    @Param("256")
    public int mebibytes;

    private Add sum;

    /** Fills the arrays. */
    @Setup
    public void create(OpenDevice device) {
      int rows = mebibytes << 10;
      device.prepare(
          () -> {
            sum =
                new Add(
                    device.uniform(1, rows, 256),
                    device.uniform(1, rows, 256),
                    device.memory().floats(rows, 256));
            device.get().run(sum);
            requireSum(device);
            return Work.of(sum);
          });
    }

    private void requireSum(OpenDevice device) {
      double[] expected = Agreement.doubles(device.download(sum.left().rows(0, 1)));
      float[] addends = device.download(sum.right().rows(0, 1));
      for (int i = 0; i < expected.length; i++) {
        expected[i] += addends[i];
      }
      Agreement.require("sum", device.download(sum.dst().rows(0, 1)), expected, 1e-6);
    }
  }

  /** One product of float32 matrices, in the device's precision. */
  @Benchmark
  public void matrixProduct(OpenDevice device, Matrices matrices) {
    device.run(matrices.rotation.next());
  }

  /** Reads two arrays and writes a third. */
  @Benchmark
  public void streamAdd(OpenDevice device, Arrays arrays) {
    device.run(arrays.sum);
  }
}
