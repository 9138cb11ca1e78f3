package org.echodc.benchmarks;

import java.util.concurrent.TimeUnit;
import org.echodc.device.TensorScope;
import org.echodc.operation.ConvBlock;
import org.echodc.operation.InstanceNorm;
import org.echodc.tensor.Shape;
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

  private ConvBlock.Parameters block;
  private Rotation<BlockBuffers> rotation;

  /** Fills images and parameters and checks the first result. */
  @Setup
  public void create(OpenDevice device, BenchmarkParams trial) {
    boolean backwards = trial.getBenchmark().endsWith("backward");
    device.prepare(
        () -> {
          Shape images = images();
          block = block(device, images.extent(3), images.extent(1) == 28 ? 3 : 1);
          rotation = device.rotation(() -> allocate(device, images, backwards));
          for (BlockBuffers buffers : rotation.all()) {
            if (backwards) {
              buffers.keep(device.get(), block); // for the backward pass
            }
          }
          BlockBuffers first = rotation.first();
          run(device, first, backwards);
          BlockCheck check = new BlockCheck(device, block, first);
          if (backwards) {
            check.requireBackward();
          } else {
            check.requireForward();
          }
          return backwards
              ? OperationWork.of(
                  "convBlockBackward",
                  block,
                  first.saved(),
                  first.dstGradient(),
                  ConvBlock.Gradients.ofInput(first.srcGradient()))
              : OperationWork.of("convBlockForward", block, first.src(), first.dst());
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

  private BlockBuffers allocate(OpenDevice device, Shape images, boolean backwards) {
    TensorScope memory = device.memory();
    Shape convolved = block.convolutionShape(images);
    boolean separate = implementation == Implementation.SEPARATE;
    Tensor src = device.uniform(1, images);
    Tensor dst = memory.floats(block.resultShape(images));
    ConvBlock.Saved saved =
        backwards || separate
            ? new ConvBlock.Saved(
                memory.floats(convolved), memory.floats(batch, width), memory.floats(batch, width))
            : null;
    return new BlockBuffers(
        src,
        dst,
        saved,
        backwards ? device.uniform(1, dst.shape()) : null,
        backwards ? memory.floats(images) : null,
        separate
            ? new BlockBuffers.Separate(
                memory.floats(convolved),
                backwards ? memory.floats(convolved) : null,
                backwards ? memory.floats(convolved) : null,
                new InstanceNorm.Affine(memory.floats(width), memory.floats(width), true))
            : null);
  }

  private void run(OpenDevice device, BlockBuffers buffers, boolean backwards) {
    if (implementation == Implementation.FUSED) {
      if (backwards) {
        buffers.fusedBackward(device.get(), block);
      } else {
        buffers.fusedForward(device.get(), block);
      }
    } else if (backwards) {
      buffers.separateBackward(device.get(), block);
    } else {
      buffers.separateForward(device.get(), block);
    }
    device.get().synchronize();
  }

  /** From images to the block's result, keeping nothing. */
  @Benchmark
  public void forward(OpenDevice device) {
    run(device, rotation.next(), false);
  }

  /** From the gradient of the result to that of the images. */
  @Benchmark
  public void backward(OpenDevice device) {
    run(device, rotation.next(), true);
  }
}
