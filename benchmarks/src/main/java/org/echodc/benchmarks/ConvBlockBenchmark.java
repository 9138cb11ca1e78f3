package org.echodc.benchmarks;

import java.util.concurrent.TimeUnit;
import org.echodc.device.operation.ConvBlock;
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

/** The three blocks of ConvNet-3 on 28 x 28 images, forward, nothing kept. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class ConvBlockBenchmark {
  private static final int WIDTH = 128;

  /** The block's input: side of the image x channels. */
  @Param({"28x1", "16x128", "8x128"})
  public String input;

  /** Images. */
  @Param("256")
  public int batch;

  private ConvBlock block;
  private Tensor src;
  private Tensor dst;

  /** Fills images and parameters. */
  @Setup
  public void create(OpenDevice device) {
    String[] extents = input.split("x");
    int side = Integer.parseInt(extents[0]);
    int channels = Integer.parseInt(extents[1]);
    float weightScale = (float) (1 / Math.sqrt(9 * channels));
    block =
        new ConvBlock(
            device.uniform(weightScale, 3, 3, channels, WIDTH),
            device.uniform(1, WIDTH),
            device.uniform(1, WIDTH),
            channels == 1 ? 3 : 1);
    src = device.uniform(1, batch, side, side, channels);
    dst = device.memory().floats(block.resultShape(src.shape()));
  }

  /** One block. */
  @Benchmark
  public void forward(OpenDevice device) {
    device.get().convBlockForward(block, src, dst);
    device.get().synchronize();
  }
}
