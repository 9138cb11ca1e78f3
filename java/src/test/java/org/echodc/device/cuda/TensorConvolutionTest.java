package org.echodc.device.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Optional;
import org.echodc.device.Device;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Devices;
import org.echodc.device.Precision;
import org.echodc.device.memory.TensorScope;
import org.echodc.operation.layer.Convolution;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which convolutions round their factors, and that they round to the nearest: all factors are 1 but
 * those of one operand, which show what became of them.
 */
class TensorConvolutionTest {
  private static final int PIXELS = 4;

  /** Three quarters of the way from 1 to the next number of TF32. */
  private static final float VALUE = 1 + 0.75f * 0x1p-10f;

  @ParameterizedTest
  @CsvSource({
    "FP32, 16, 16, 0x1.003p0",
    "TF32, 16, 16, 0x1.004p0",
    "BF16, 16, 16, 1",
    "TF32, 15, 16, 0x1.003p0",
    "TF32, 16, 15, 0x1.003p0",
    "BF16, 15, 16, 0x1.003p0",
    "BF16, 16, 15, 0x1.003p0",
  })
  void roundsFactorsFrom16Channels(Precision precision, int in, int out, float rounded) {
    try (Device device = Devices.open(DeviceRequest.simulated(precision), reason -> {});
        TensorScope memory = new TensorScope(device)) {
      Shape src = Shape.of(1, 2, 2, in);
      Shape dst = Shape.of(1, 2, 2, out);
      Shape weight = Shape.of(1, 1, in, out);

      Tensor result = memory.floats(dst);
      device.run(
          new Convolution(
              new Convolution.Filter(filled(memory, weight, 1), 1, 0),
              Optional.empty(),
              filled(memory, src, VALUE),
              result));
      checkAll(in * rounded, device, result);

      Tensor srcGradient = memory.floats(src);
      device.run(
          new Convolution.BackwardInput(
              new Convolution.Filter(filled(memory, weight, VALUE), 1, 0),
              filled(memory, dst, 1),
              srcGradient));
      checkAll(out * rounded, device, srcGradient);

      Tensor weightGradient = memory.floats(weight);
      device.run(
          new Convolution.BackwardWeight(
              new Convolution.Filter(filled(memory, weight, 1), 1, 0),
              filled(memory, src, 1),
              filled(memory, dst, VALUE),
              weightGradient,
              Optional.empty()));
      checkAll(PIXELS * rounded, device, weightGradient);
    }
  }

  private static Tensor filled(TensorScope memory, Shape shape, float value) {
    float[] values = new float[(int) shape.elements()];
    Arrays.fill(values, value);
    return memory.upload(values, shape);
  }

  private static void checkAll(float expected, Device device, Tensor result) {
    float[] values = new float[(int) result.shape().elements()];
    device.download(result, values);
    for (float value : values) {
      assertEquals(expected, value);
    }
  }
}
