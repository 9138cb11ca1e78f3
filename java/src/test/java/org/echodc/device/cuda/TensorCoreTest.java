package org.echodc.device.cuda;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import org.echodc.device.Device;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Devices;
import org.echodc.device.Precision;
import org.echodc.device.memory.TensorScope;
import org.echodc.operation.layer.ConvBlock;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Conv blocks in TF32, under the simulated driver, against device cpu in float32. The backward pass
 * begins from the same saved convolution on both, so that no pixel is on another side of the ReLU.
 */
class TensorCoreTest {
  private static final int WIDTH = 128;

  /**
   * An operand rounded to 10 bits of mantissa is wrong by at most 2^-11 of itself; a sum of
   * products of two of them, with errors of either sign, by about 2^-11 of its root mean square,
   * and 6 times that is seen once in 10^8.
   */
  private static final double TOLERANCE = 6 * 0x1p-11;

  private final Device cpu = Devices.open("cpu", 1);
  private final Device gpu = Devices.open(DeviceRequest.simulated(Precision.TF32), reason -> {});
  private final TensorScope onCpu = new TensorScope(cpu);
  private final TensorScope onGpu = new TensorScope(gpu);

  @AfterEach
  void close() {
    onCpu.close();
    onGpu.close();
    cpu.close();
    gpu.close();
  }

  private static float[] normal(long seed, int count, double scale) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextGaussian() * scale);
    }
    return values;
  }

  private static ConvBlock.Parameters block(TensorScope memory) {
    return new ConvBlock.Parameters(
        memory.upload(
            normal(1, 9 * WIDTH * WIDTH, 1 / Math.sqrt(9 * WIDTH)), Shape.of(3, 3, WIDTH, WIDTH)),
        memory.upload(normal(2, WIDTH, 1), Shape.of(WIDTH)),
        memory.upload(normal(3, WIDTH, 0.5), Shape.of(WIDTH)),
        1);
  }

  private static ConvBlock.Saved saved(TensorScope memory, int images, int side) {
    return new ConvBlock.Saved(
        memory.floats(images, side, side, WIDTH),
        memory.floats(images, WIDTH),
        memory.floats(images, WIDTH));
  }

  @ParameterizedTest
  @CsvSource({"1, 16", "3, 16", "1, 8", "4, 8", "6, 8"})
  void agreesWithFloat32(int images, int side) {
    float[] input = normal(4, images * side * side * WIDTH, 1);
    Shape src = Shape.of(images, side, side, WIDTH);
    Shape dst = Shape.of(images, side / 2, side / 2, WIDTH);
    ConvBlock.Saved exact = saved(onCpu, images, side);
    ConvBlock.Saved rounded = saved(onGpu, images, side);
    Tensor expected = onCpu.floats(dst);
    Tensor result = onGpu.floats(dst);
    cpu.run(new ConvBlock(block(onCpu), onCpu.upload(input, src), expected, Optional.of(exact)));
    gpu.run(new ConvBlock(block(onGpu), onGpu.upload(input, src), result, Optional.of(rounded)));
    checkClose("result", expected, result);
    checkClose("convolution", exact.convolution(), rounded.convolution());
    checkClose("inverseStd", exact.inverseStd(), rounded.inverseStd());

    Tensor resultAlone = onGpu.floats(dst);
    gpu.run(new ConvBlock(block(onGpu), onGpu.upload(input, src), resultAlone, Optional.empty()));
    checkClose("result where nothing is saved", expected, resultAlone);

    ConvBlock.Saved same =
        new ConvBlock.Saved(
            copied(exact.convolution()), copied(exact.mean()), copied(exact.inverseStd()));
    float[] gradient = normal(5, images * side * side / 4 * WIDTH, 1);
    Tensor expectedGradient = onCpu.floats(src);
    Tensor resultGradient = onGpu.floats(src);
    cpu.run(
        new ConvBlock.Backward(
            block(onCpu),
            exact,
            onCpu.upload(gradient, dst),
            ConvBlock.Gradients.ofInput(expectedGradient)));
    gpu.run(
        new ConvBlock.Backward(
            block(onGpu),
            same,
            onGpu.upload(gradient, dst),
            ConvBlock.Gradients.ofInput(resultGradient)));
    checkClose("gradient", expectedGradient, resultGradient);
  }

  private Tensor copied(Tensor ofCpu) {
    return onGpu.upload(values(cpu, ofCpu), ofCpu.shape());
  }

  private static float[] values(Device device, Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.shape().elements())];
    device.download(tensor, values);
    return values;
  }

  private void checkClose(String what, Tensor expected, Tensor result) {
    float[] right = values(cpu, expected);
    float[] got = values(gpu, result);
    double squares = 0;
    double worst = 0;
    double errors = 0;
    for (int i = 0; i < right.length; i++) {
      double error = Math.abs(right[i] - got[i]);
      assertTrue(Double.isFinite(error), what + " is not finite at " + i);
      squares += (double) right[i] * right[i];
      errors += error * error;
      worst = Math.max(worst, error);
    }
    double scale = Math.sqrt(squares / right.length);
    assertTrue(
        worst <= TOLERANCE * scale,
        "%s: error %.3g, allowed %.3g of %.3g".formatted(what, worst, TOLERANCE, scale));
    assertTrue(errors > 0, what + ": float32 to the bit, so it was not computed in TF32");
  }
}
