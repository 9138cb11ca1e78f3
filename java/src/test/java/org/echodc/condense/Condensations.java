package org.echodc.condense;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.echodc.data.ImageDataset;
import org.echodc.device.Device;
import org.echodc.network.zoo.Architecture;
import org.echodc.operation.image.AugmentationPolicy;
import org.echodc.operation.image.Decoding;
import org.echodc.operation.mmd.Mmd;
import org.echodc.synthetic.Initialization;

/** Condensations for tests, and what they compute. */
public final class Condensations {
  /** Iterations of {@link #small}: two networks of two each. */
  public static final int ITERATIONS = 4;

  private Condensations() {}

  /**
   * ECHO with the usual augmentations through ConvNet-3, with a loss in every iteration.
   *
   * @param realBatch real images of a class
   */
  public static CondensationConfig small(Decoding decoding, int realBatch, int width) {
    return new CondensationConfig(
        matching(Mmd.fused(Mmd.Kernel.GAUSSIAN), realBatch),
        new CondensationConfig.SyntheticImages(decoding, Initialization.MIX),
        new CondensationConfig.RandomNetworks(Architecture.convNet(width, 3), 2),
        CondensationConfig.PixelOptimizer.ofRate(1),
        ITERATIONS,
        1,
        7);
  }

  /** Matching with the usual augmentations. */
  public static CondensationConfig.Matching matching(Mmd mmd, int realBatch) {
    return new CondensationConfig.Matching(
        mmd, realBatch, 200, AugmentationPolicy.parse("color_crop_cutout"));
  }

  /** The losses of all classes, iteration by iteration. */
  public static List<Float> losses(Device device, ImageDataset dataset, CondensationConfig config) {
    List<Float> losses = new ArrayList<>();
    new Condensation(device, dataset, config)
        .run(
            new CondensationProgress() {
              @Override
              public void loss(int iteration, List<Float> classLosses, double seconds) {
                losses.addAll(classLosses);
              }
            });
    return losses;
  }

  /**
   * That a device computes the losses of another one, each within {@code absolute + relative loss}.
   */
  public static void assertLossesAreClose(
      List<Float> expected, List<Float> losses, double absolute, double relative) {
    assertEquals(expected.size(), losses.size());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(
          expected.get(i), losses.get(i), absolute + relative * expected.get(i), "loss " + i);
    }
  }
}
