package org.echodc.device;

import static org.echodc.device.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Optional;
import org.echodc.device.comparison.Tolerance;
import org.echodc.golden.GoldenConvNet;
import org.echodc.golden.Npy;
import org.echodc.operation.training.Sgd;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole network forward, backward and through ten steps of training, against PyTorch 2.10. */
abstract class GoldenConvNetTests extends DeviceTests {
  private static final String GRAY = "convnet/c1_s28_w16_d3";
  private static final String COLOR = "convnet/c3_s32_w16_d3";
  private static final Sgd SGD = new Sgd(0.01f, 0.9f, 5e-4f, Optional.empty());

  private GoldenConvNet network(String directory) {
    return new GoldenConvNet(bench(), directory);
  }

  @ParameterizedTest
  @ValueSource(strings = {GRAY, COLOR})
  void forward(String directory) {
    GoldenConvNet network = network(directory);
    network.propagate();
    Tolerance tolerance = Tolerance.STANDARD;
    assertClose(tolerance, "features", network.golden("features").doubles(), network.features());
    assertClose(tolerance, "logits", network.golden("logits").doubles(), network.logits());
    assertClose(tolerance, "loss", network.golden("loss").doubles(), new double[] {network.loss()});
  }

  @ParameterizedTest
  @ValueSource(strings = {GRAY, COLOR})
  void backward(String directory) {
    GoldenConvNet network = network(directory);
    network.propagate();
    for (String name : network.parameterNames()) {
      assertClose(
          Tolerance.NETWORK_GRADIENT,
          name,
          network.golden("grad." + name).doubles(),
          network.gradient(name));
    }
    assertClose(
        Tolerance.NETWORK_GRADIENT,
        "images",
        network.golden("grad_x").channelsLast().doubles(),
        network.imageGradient());
  }

  /** Why a block has no bias: the normalisation takes it away, so its gradient is 0. */
  @ParameterizedTest
  @ValueSource(strings = {GRAY, COLOR})
  void convolutionBiasesHaveNoGradient(String directory) {
    for (int depth = 0; depth < GoldenConvNet.DEPTH; depth++) {
      double[] gradient =
          Npy.golden("%s/grad.block%d.conv.bias".formatted(directory, depth)).doubles();
      assertArrayEquals(new double[gradient.length], gradient, 1e-6);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {GRAY, COLOR})
  void tenStepsOfTraining(String directory) {
    GoldenConvNet network = network(directory);
    double[] expected = network.golden("sgd_losses").doubles();
    double[] losses = new double[expected.length];
    for (int step = 0; step < losses.length; step++) {
      network.propagate();
      losses[step] = network.loss();
      network.step(SGD);
    }
    assertClose(Tolerance.NETWORK_GRADIENT, "losses", expected, losses);
    for (String name : new String[] {"block0.conv.weight", "classifier.weight"}) {
      assertClose(
          Tolerance.NETWORK_GRADIENT,
          name,
          network.golden("sgd_final." + name).doubles(),
          network.parameter(name));
    }
  }
}
