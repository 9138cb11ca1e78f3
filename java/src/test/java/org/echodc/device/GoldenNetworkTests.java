package org.echodc.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import org.echodc.device.memory.TensorScope;
import org.echodc.golden.GoldenNetwork;
import org.echodc.operation.training.Sgd;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small networks of every kind forward, backward and through ten steps of training. */
abstract class GoldenNetworkTests extends DeviceTests {
  private static final Sgd SGD = new Sgd(0.01f, 0.9f, 5e-4f, Optional.empty());

  /** What a parameter loses that is given out in float32, such as a scale, which is around 1. */
  private static final double ROUNDING_OF_ONE = 0x1p-24;

  private static final int LENGTH = 1;
  private static final int FIRST_SAMPLE = 3;

  /** By how much of its length an array may differ that comes of one pass forward. */
  abstract double forwardTolerance();

  /** By how much of its length an array may differ that comes of a way back, or several. */
  abstract double backwardTolerance();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mlp",
        "lenet",
        "convnet-swish",
        "convnet-batch-sigmoid-max",
        "convnet-layer-leaky",
        "convnet-group-swish-full",
        "convnet-plain-leaky-max",
        "cifar-resnet-10-bn",
        "cifar-resnet-ap-10"
      })
  void areThoseOfPyTorch(String name) {
    try (TensorScope memory = new TensorScope(device())) {
      GoldenNetwork network = new GoldenNetwork(memory, name);
      float[] before = network.parameters();
      float[] losses = new float[network.golden("losses").length];
      losses[0] = network.propagate();
      assertClose(forwardTolerance(), "features", network.golden("features"), network.features());
      assertClose(
          backwardTolerance(),
          "images' gradient",
          network.golden("imageGradient"),
          network.imageGradient());
      assertRows(network, "gradients", network.gradients());
      for (int step = 1; step < losses.length; step++) {
        network.step(SGD);
        losses[step] = network.propagate();
      }
      network.step(SGD);
      assertClose(backwardTolerance(), "losses", network.golden("losses"), losses);
      float[] moved = network.parameters();
      for (int i = 0; i < moved.length; i++) {
        moved[i] -= before[i];
      }
      assertRows(network, "displacements", moved);
    }
  }

  /** Each row is a parameter: number of elements, length, sum, some elements. */
  private void assertRows(GoldenNetwork network, String what, float[] got) {
    float[] golden = network.golden(what);
    int columns = network.columns(what);
    int first = 0;
    for (int row = 0; row < golden.length / columns; row++) {
      float[] expected = Arrays.copyOfRange(golden, row * columns, (row + 1) * columns);
      int end = first + (int) expected[0];
      assertRow(what + " of parameter " + row, expected, Arrays.copyOfRange(got, first, end));
      first = end;
    }
    assertEquals(got.length, first, what + ": number of values");
  }

  private void assertRow(String what, float[] expected, float[] got) {
    double square = 0;
    double sum = 0;
    for (float value : got) {
      square += (double) value * value;
      sum += value;
    }
    double length = expected[LENGTH];
    double allowed = backwardTolerance() * length + ROUNDING_OF_ONE * Math.sqrt(got.length);
    assertEquals(length, Math.sqrt(square), allowed, what + ": length");
    assertEquals(expected[LENGTH + 1], sum, allowed * Math.sqrt(got.length), what + ": sum");
    int samples = expected.length - FIRST_SAMPLE;
    for (int sample = 0; sample < samples; sample++) {
      int at = (int) ((long) sample * (got.length - 1) / (samples - 1));
      assertEquals(expected[FIRST_SAMPLE + sample], got[at], allowed, what + ": element " + at);
    }
  }

  private static void assertClose(double tolerance, String what, float[] expected, float[] got) {
    assertEquals(expected.length, got.length, what + ": number of values");
    double difference = 0;
    double square = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.pow((double) got[i] - expected[i], 2);
      square += Math.pow(expected[i], 2);
    }
    double relative = Math.sqrt(difference / square);
    assertTrue(
        relative <= tolerance,
        () -> "%s differ by %.1e of their length from PyTorch's".formatted(what, relative));
  }
}
