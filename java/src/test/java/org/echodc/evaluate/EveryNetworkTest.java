package org.echodc.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.echodc.condense.Condensation;
import org.echodc.condense.CondensationConfig;
import org.echodc.condense.CondensationProgress;
import org.echodc.condense.CondensationResult;
import org.echodc.data.ImageDataset;
import org.echodc.data.RandomDataset;
import org.echodc.device.Device;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Devices;
import org.echodc.device.Precision;
import org.echodc.network.zoo.Architecture;
import org.echodc.network.zoo.Networks;
import org.echodc.operation.image.AugmentationPolicy;
import org.echodc.operation.image.Decoding;
import org.echodc.operation.mmd.Mmd;
import org.echodc.synthetic.Initialization;
import org.echodc.tensor.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every network of the catalogue condenses, and is trained and tested on what came out. */
class EveryNetworkTest {
  private static final AugmentationPolicy AUGMENTATION = AugmentationPolicy.parse("color_crop");

  /**
   * Relative, of condensing and of training on what came out of it: float32 sums in another order,
   * through the layers and a step of the pixels.
   */
  private record Tolerance(double condensing, double training) {
    private static final Tolerance USUAL = new Tolerance(2e-3, 1e-2);

    /** Normalises few pixels in many layers, so roundings grow. */
    private static final Tolerance OF_DEEP = new Tolerance(1e-2, 0.2);

    static Tolerance of(String name) {
      return name.startsWith("vgg") || name.contains("-50") ? OF_DEEP : USUAL;
    }
  }

  private static final Shape IMAGE = Shape.of(32, 32, 3);

  private final ImageDataset dataset = RandomDataset.of(2, 3, IMAGE);

  private static Architecture architecture(String name) {
    return Architecture.convNet(8, 3).withName(name);
  }

  @ParameterizedTest
  @MethodSource("org.echodc.network.zoo.Networks#names")
  void condensesAndIsTrained(String name) {
    List<Double> losses = losses(name, DeviceRequest.of("cpu", 2));
    assertEquals(2 * dataset.classes() + 1, losses.size());
  }

  /** Networks that a simulated GPU gets through in seconds; with a profile, all of them. */
  static Stream<Arguments> simulated() {
    double most = Double.parseDouble(System.getProperty("echodc.simulated.megaflops"));
    return Networks.names().stream()
        .filter(name -> architecture(name).of(IMAGE, 2).forwardFlops() <= most * 1e6)
        .flatMap(name -> Stream.of(arguments(name, "cuda"), arguments(name, "cudnn")));
  }

  @ParameterizedTest
  @MethodSource
  void simulated(String name, String device) {
    List<Double> expected = losses(name, DeviceRequest.of("cpu", 2));
    List<Double> losses = losses(name, DeviceRequest.simulated(device, Precision.FP32));
    for (int i = 0; i < expected.size(); i++) {
      boolean isTraining = i == expected.size() - 1;
      double tolerance =
          isTraining ? Tolerance.of(name).training() : Tolerance.of(name).condensing();
      assertEquals(expected.get(i), losses.get(i), tolerance * expected.get(i), "loss " + i);
    }
  }

  /** Two losses of condensing and one of training. */
  private List<Double> losses(String name, DeviceRequest request) {
    try (Device device = Devices.open(request, notice -> {})) {
      return losses(architecture(name), device);
    }
  }

  private List<Double> losses(Architecture network, Device device) {
    List<Double> losses = new ArrayList<>();
    CondensationResult result =
        new Condensation(device, dataset, condensation(network))
            .run(
                new CondensationProgress() {
                  @Override
                  public void loss(int iteration, List<Float> ofClasses, double seconds) {
                    ofClasses.forEach(loss -> losses.add((double) loss));
                  }
                });
    assertEquals(2, result.iterations());
    assertFalse(Arrays.equals(result.initial().pixels(), result.condensed().pixels()));
    EvaluationConfig config =
        new EvaluationConfig(
            network, EvaluationConfig.Training.of(1, 0.01f), AUGMENTATION, 0.5f, 1, 3);
    try (Evaluator evaluator = new Evaluator(device, dataset, config)) {
      double accuracy =
          evaluator
              .evaluate(
                  result.condensed(),
                  new EvaluationProgress() {
                    @Override
                    public void epoch(int repeat, int epoch, float loss) {
                      losses.add((double) loss);
                    }
                  })
              .mean();
      assertTrue(accuracy >= 0 && accuracy <= 100, () -> "accuracy " + accuracy);
    }
    return losses;
  }

  private static CondensationConfig condensation(Architecture network) {
    return new CondensationConfig(
        new CondensationConfig.Matching(Mmd.fused(Mmd.Kernel.GAUSSIAN), 3, 8, AUGMENTATION),
        new CondensationConfig.SyntheticImages(new Decoding(2, 1), Initialization.RANDOM),
        new CondensationConfig.RandomNetworks(network, 2),
        CondensationConfig.PixelOptimizer.ofRate(0.1f),
        2,
        1,
        3);
  }
}
