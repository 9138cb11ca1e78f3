package org.echodc.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.echodc.condense.Condensation;
import org.echodc.condense.CondensationConfig;
import org.echodc.condense.CondensationProgress;
import org.echodc.condense.CondensationResult;
import org.echodc.data.ImageDataset;
import org.echodc.data.RandomDataset;
import org.echodc.device.Device;
import org.echodc.device.Devices;
import org.echodc.network.zoo.Architecture;
import org.echodc.operation.image.AugmentationPolicy;
import org.echodc.operation.image.Decoding;
import org.echodc.operation.mmd.Mmd;
import org.echodc.synthetic.Initialization;
import org.echodc.tensor.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every network of the catalogue condenses, and is trained and tested on what came out. */
class EveryNetworkTest {
  private static final AugmentationPolicy AUGMENTATION = AugmentationPolicy.parse("color_crop");

  private final ImageDataset dataset = RandomDataset.of(2, 6, Shape.of(32, 32, 3));

  @ParameterizedTest
  @MethodSource("org.echodc.network.zoo.Networks#names")
  void condensesAndIsTrained(String name) {
    Architecture network = Architecture.convNet(8, 3).withName(name);
    try (Device device = Devices.open("cpu", 2)) {
      CondensationResult result =
          new Condensation(device, dataset, condensation(network))
              .run(new CondensationProgress() {});
      assertEquals(2, result.iterations());
      assertFalse(Arrays.equals(result.initial().pixels(), result.condensed().pixels()));
      EvaluationConfig config =
          new EvaluationConfig(
              network, EvaluationConfig.Training.of(1, 0.01f), AUGMENTATION, 0.5f, 1, 3);
      try (Evaluator evaluator = new Evaluator(device, dataset, config)) {
        double accuracy =
            evaluator.evaluate(result.condensed(), new EvaluationProgress() {}).mean();
        assertTrue(accuracy >= 0 && accuracy <= 100, () -> "accuracy " + accuracy);
      }
    }
  }

  private static CondensationConfig condensation(Architecture network) {
    return new CondensationConfig(
        new CondensationConfig.Matching(Mmd.fused(Mmd.Kernel.GAUSSIAN), 4, 8, AUGMENTATION),
        new CondensationConfig.SyntheticImages(new Decoding(1, 2), Initialization.MIX),
        new CondensationConfig.RandomNetworks(network, 2),
        CondensationConfig.PixelOptimizer.ofRate(1),
        2,
        1,
        3);
  }
}
