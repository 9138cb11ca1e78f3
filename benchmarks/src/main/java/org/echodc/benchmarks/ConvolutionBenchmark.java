package org.echodc.benchmarks;

import java.util.concurrent.TimeUnit;
import org.echodc.benchmarks.check.ConvolutionCheck;
import org.echodc.benchmarks.work.ConvolutionSize;
import org.echodc.benchmarks.work.ConvolutionTensors;
import org.echodc.benchmarks.work.OpenDevice;
import org.echodc.benchmarks.work.Work;
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
 * Convolutions of ResNet-18, ResNetAP-10, VGG-11 and AlexNet on images of 32 x 32, each pass an
 * operation of its own. Before timing, results are held to sums in double precision.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConvolutionBenchmark {

  /** Side of the image x channels in x channels out x side of the kernel x stride. */
  @Param({
    "32x3x64x3x1",
    "32x32x32x3x1",
    "16x64x64x3x1",
    "8x128x128x3x1",
    "4x256x256x3x1",
    "4x512x512x3x1",
    "2x512x512x3x1",
    "32x32x64x3x2",
    "8x256x512x3x2",
    "32x32x64x1x1",
    "16x64x128x1x2",
    "32x3x128x5x1",
    "16x128x192x5x1"
  })
  public String convolution;

  /** Images. */
  @Param("128")
  public int batch;

  private Rotation<ConvolutionTensors> rotation;

  /** Fills the tensors and checks the first result. */
  @Setup
  public void create(OpenDevice device, BenchmarkParams trial) {
    ConvolutionTensors.Pass pass = passOf(trial.getBenchmark());
    device.prepare(
        () -> {
          ConvolutionSize size = ConvolutionSize.parse(convolution);
          rotation = device.rotation(() -> ConvolutionTensors.random(device, size, batch));
          ConvolutionTensors first = rotation.first();
          device.run(first.operation(pass));
          new ConvolutionCheck(device, first).require(pass);
          return Work.of(first.operation(pass));
        });
  }

  private static ConvolutionTensors.Pass passOf(String benchmark) {
    if (benchmark.endsWith("forward")) {
      return ConvolutionTensors.Pass.FORWARD;
    }
    return benchmark.endsWith("backwardInput")
        ? ConvolutionTensors.Pass.BACKWARD_INPUT
        : ConvolutionTensors.Pass.BACKWARD_WEIGHT;
  }

  /** From images to their convolution. */
  @Benchmark
  public void forward(OpenDevice device) {
    device.run(rotation.next().operation(ConvolutionTensors.Pass.FORWARD));
  }

  /** From the gradient of the convolution to that of the images. */
  @Benchmark
  public void backwardInput(OpenDevice device) {
    device.run(rotation.next().operation(ConvolutionTensors.Pass.BACKWARD_INPUT));
  }

  /** From the gradient of the convolution to that of the weight, summed over the images. */
  @Benchmark
  public void backwardWeight(OpenDevice device) {
    device.run(rotation.next().operation(ConvolutionTensors.Pass.BACKWARD_WEIGHT));
  }
}
