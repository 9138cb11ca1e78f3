package org.echodc.benchmarks;

import java.util.concurrent.TimeUnit;
import org.echodc.benchmarks.check.BlockCheck;
import org.echodc.benchmarks.check.BlockInput;
import org.echodc.benchmarks.check.BlockPass;
import org.echodc.benchmarks.work.OpenDevice;
import org.echodc.operation.layer.ConvBlock;
import org.echodc.tensor.Shape;
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
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * The blocks of ConvNet-3 on 28 x 28 and 32 x 32 images: each as one operation, and as a library
 * does them, one operation after the other (on a GPU see device {@code cudnn} too). Backward is to
 * the input. Before timing, images are held to sums in double precision.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConvBlockBenchmark {

  /** How a block is computed. */
  public enum Implementation {
    /** As one operation. */
    FUSED,
    /** As convolution, normalisation with ReLU, and pooling. */
    SEPARATE
  }

  /** The block's input: side of the image x channels. 28 x 28 is padded to 32 x 32. */
  @Param({"28x1", "32x3", "16x128", "8x128"})
  public String input;

  /** Images. */
  @Param("256")
  public int batch;

  /** Channels of the result. */
  @Param("128")
  public int width;

  /** How it is computed. */
  @Param public Implementation implementation;

  private Rotation<BlockPass> rotation;

  /** Fills images and parameters and checks the first result. */
  @Setup
  public void create(OpenDevice device, BenchmarkParams trial) {
    boolean backwards = trial.getBenchmark().endsWith("backward");
    boolean separate = implementation == Implementation.SEPARATE;
    device.prepare(
        () -> {
          Shape images = images();
          ConvBlock.Parameters block =
              block(device, images.extent(3), images.extent(1) == 28 ? 3 : 1);
          rotation =
              device.rotation(
                  () ->
                      backwards
                          ? BlockPass.backward(device, block, images, separate)
                          : BlockPass.forward(device, block, images, separate));
          rotation.all().forEach(pass -> pass.prepare(device.get()));
          BlockPass first = rotation.first();
          first.run(device.get());
          new BlockCheck(device, first).require();
          return first.work();
        });
  }

  private Shape images() {
    BlockInput given = BlockInput.parse(input);
    return Shape.of(batch, given.side(), given.side(), given.channels());
  }

  private ConvBlock.Parameters block(OpenDevice device, int channels, int padding) {
    float bound = (float) (1 / Math.sqrt(9 * channels)); // as a network is drawn
    return new ConvBlock.Parameters(
        device.uniform(bound, 3, 3, channels, width),
        device.uniform(1, width),
        device.uniform(1, width),
        padding);
  }

  /** From images to the block's result, keeping nothing. */
  @Benchmark
  public void forward(OpenDevice device) {
    rotation.next().run(device.get());
  }

  /** From the gradient of the result to that of the images. */
  @Benchmark
  public void backward(OpenDevice device) {
    rotation.next().run(device.get());
  }
}
