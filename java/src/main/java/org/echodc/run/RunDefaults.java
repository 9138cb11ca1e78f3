package org.echodc.run;

import org.echodc.condense.CondensationConfig;
import org.echodc.condense.Objective;
import org.echodc.data.ImageDataset;
import org.echodc.data.catalog.DatasetCatalog;
import org.echodc.evaluate.EvaluationConfig;
import org.echodc.network.zoo.Architecture;
import org.echodc.operation.image.AugmentationPolicy;
import org.echodc.operation.image.AugmentationPolicy.Transform;
import org.echodc.operation.image.Decoding;
import org.echodc.operation.mmd.Mmd;
import org.echodc.synthetic.Initialization;

/**
 * Defaults that depend on the data set: the bundled one is for a demonstration of a few minutes on
 * two cores, the others are for the paper's experiments.
 *
 * @param iterations of condensation
 * @param width channels of the ConvNet
 * @param epochs of an evaluation
 * @param repeats of an evaluation
 */
public record RunDefaults(int iterations, int width, int epochs, int repeats) {
  private static final RunDefaults DEMONSTRATION = new RunDefaults(100, 32, 100, 2);
  private static final RunDefaults PAPER = new RunDefaults(10_000, 128, 1_000, 3);

  /** Stored images per class. */
  public static final int IPC = 10;

  /** A stored image decodes to as many in each direction. */
  public static final int FACTOR = 2;

  /** Real images per class and iteration. */
  public static final int REAL_BATCH = 128;

  /** Most decoded images per class and iteration. */
  public static final int SYNTHETIC_BATCH = 200;

  /** Iterations per random network. */
  public static final int NETWORK_PERIOD = 5;

  /** Iterations from one computed loss to the next. */
  public static final int LOSS_PERIOD = 10;

  /** Augmentations that real and synthetic images share while condensing. */
  public static final String SIAMESE_AUGMENTATION = "color_crop_cutout";

  /** Learning rate of the evaluated networks. */
  public static final float EVALUATION_RATE = 0.01f;

  /** Augmentations of the evaluated networks' images. */
  public static final String EVALUATION_AUGMENTATION = "color_crop_flip_scale_rotate";

  /** The defaults for a data set. */
  public static RunDefaults of(String dataset) {
    return dataset.equals(DatasetCatalog.BUNDLED) ? DEMONSTRATION : PAPER;
  }

  /** How an objective condenses. */
  CondensationConfig condensation(Objective objective, ImageDataset dataset) {
    return new CondensationConfig(
        new CondensationConfig.Matching(
            objective.discrepancy(Mmd.Kernel.GAUSSIAN, Mmd.Implementation.FUSED),
            REAL_BATCH,
            SYNTHETIC_BATCH,
            suited(AugmentationPolicy.parse(SIAMESE_AUGMENTATION), dataset)),
        new CondensationConfig.SyntheticImages(new Decoding(IPC, FACTOR), Initialization.MIX),
        new CondensationConfig.RandomNetworks(size(dataset), NETWORK_PERIOD),
        CondensationConfig.PixelOptimizer.ofRate(objective.defaultLearningRate(IPC)),
        iterations,
        LOSS_PERIOD,
        0);
  }

  /** How sets are evaluated. */
  EvaluationConfig evaluation(ImageDataset dataset) {
    return new EvaluationConfig(
        size(dataset),
        EvaluationConfig.Training.of(epochs, EVALUATION_RATE),
        suited(AugmentationPolicy.parse(EVALUATION_AUGMENTATION), dataset),
        EvaluationConfig.CUT_MIX_PROBABILITY,
        repeats,
        0);
  }

  private Architecture size(ImageDataset dataset) {
    return Architecture.convNet(width, Architecture.usualDepth(dataset.image()));
  }

  /** Digits are not mirrored: a mirrored digit is no digit. */
  public static AugmentationPolicy suited(AugmentationPolicy policy, ImageDataset dataset) {
    return dataset.mirrorable() ? policy : policy.without(Transform.FLIP);
  }
}
