package org.echodc.device.cudnn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import org.echodc.device.Device;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Devices;
import org.echodc.device.Precision;
import org.echodc.device.cuda.Simulator;
import org.echodc.device.memory.TensorScope;
import org.echodc.operation.layer.Convolution;
import org.echodc.operation.layer.Linear;
import org.echodc.operation.mmd.Mmd;
import org.echodc.operation.mmd.MmdGradient;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The precision reaches the libraries: convolutions may be rounded, other products may not. */
class CudnnPrecisionTest {
  /** Of two factors rounded to 10 bits of mantissa; see {@code TensorCoreTest} of device cuda. */
  private static final double TF32_TOLERANCE = 6 * 0x1p-11;

  private static final int CHANNELS = 64;

  private static float[] normal(long seed, long count) {
    Random random = new Random(seed);
    float[] values = new float[Math.toIntExact(count)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static Tensor normal(TensorScope memory, long seed, int... extents) {
    Shape shape = Shape.of(extents);
    return memory.upload(normal(seed, shape.elements()), shape);
  }

  /** A result, and how many calls may have rounded. */
  private record Outcome(float[] values, long tensorCoreCalls) {}

  private static Outcome run(Precision precision, boolean convolution) {
    try (Device device = Devices.open(DeviceRequest.simulated("cudnn", precision), reason -> {});
        TensorScope memory = new TensorScope(device)) {
      Simulator.resetCounters();
      Tensor dst = convolution ? convolve(device, memory) : otherProducts(device, memory);
      long calls = Simulator.Counters.read().tensorCoreCalls();
      float[] values = new float[Math.toIntExact(dst.shape().elements())];
      device.download(dst, values);
      return new Outcome(values, calls);
    }
  }

  private static Tensor convolve(Device device, TensorScope memory) {
    Convolution.Filter convolution =
        new Convolution.Filter(normal(memory, 1, 3, 3, CHANNELS, CHANNELS), 1, 1);
    Tensor dst = memory.floats(1, 6, 6, CHANNELS);
    device.run(
        new Convolution(convolution, Optional.empty(), normal(memory, 2, 1, 6, 6, CHANNELS), dst));
    return dst;
  }

  private static Tensor otherProducts(Device device, TensorScope memory) {
    Tensor features = memory.floats(1, 4, CHANNELS);
    device.run(
        new Linear(
            new Linear.Parameters(normal(memory, 1, 16, CHANNELS), normal(memory, 2, CHANNELS)),
            normal(memory, 3, 4, 16),
            features.view(0, Shape.of(4, CHANNELS))));
    Tensor gradient = memory.floats(1, 4, CHANNELS);
    device.run(
        new MmdGradient(
            Mmd.unfused(Mmd.Kernel.GAUSSIAN),
            features,
            normal(memory, 4, 1, 9, CHANNELS),
            gradient,
            Optional.empty()));
    return gradient;
  }

  @Test
  void aConvolutionIsRoundedInTf32Alone() {
    Outcome exact = run(Precision.FP32, true);
    Outcome rounded = run(Precision.TF32, true);
    assertEquals(0, exact.tensorCoreCalls());
    assertEquals(1, rounded.tensorCoreCalls());
    double squares = 0;
    double worst = 0;
    for (int i = 0; i < exact.values().length; i++) {
      squares += (double) exact.values()[i] * exact.values()[i];
      worst = Math.max(worst, Math.abs(exact.values()[i] - rounded.values()[i]));
    }
    double scale = Math.sqrt(squares / exact.values().length);
    assertTrue(worst > 0 && worst <= TF32_TOLERANCE * scale, worst + " of " + scale);
  }

  @Test
  void otherProductsAreTheSameBitForBit() {
    Outcome exact = run(Precision.FP32, false);
    Outcome same = run(Precision.TF32, false);
    assertEquals(0, same.tensorCoreCalls());
    assertArrayEquals(exact.values(), same.values());
  }

  @Test
  void bf16IsRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Devices.open(DeviceRequest.simulated("cudnn", Precision.BF16), reason -> {}));
    assertTrue(e.getMessage().contains("bf16 is a precision of device cuda alone"), e.getMessage());
  }
}
