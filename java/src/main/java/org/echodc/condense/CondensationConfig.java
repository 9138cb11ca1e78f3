package org.echodc.condense;

import java.util.Optional;
import org.echodc.data.ImageDataset;
import org.echodc.network.Network;
import org.echodc.network.zoo.Architecture;
import org.echodc.operation.image.AugmentationPolicy;
import org.echodc.operation.image.Decoding;
import org.echodc.operation.mmd.Discrepancy;
import org.echodc.operation.training.Sgd;
import org.echodc.synthetic.Initialization;

/**
 * Everything that determines a condensation, apart from the data and the device.
 *
 * @param matching what is matched
 * @param images the images that are condensed
 * @param networks the networks whose features are matched
 * @param optimizer of the pixels
 * @param iterations steps of the optimizer
 * @param lossPeriod iterations from one computed loss to the next
 * @param seed of all random numbers
 */
public record CondensationConfig(
    Matching matching,
    SyntheticImages images,
    RandomNetworks networks,
    PixelOptimizer optimizer,
    int iterations,
    int lossPeriod,
    long seed) {

  /**
   * How the features of synthetic images are matched with those of real ones.
   *
   * @param discrepancy what is minimised
   * @param realBatch real images per class and iteration, N
   * @param maxSyntheticBatch most decoded images per class and iteration; beyond it a random subset
   * @param augmentation drawn per class and iteration, for real and synthetic images alike
   */
  public record Matching(
      Discrepancy discrepancy,
      int realBatch,
      int maxSyntheticBatch,
      AugmentationPolicy augmentation) {

    /** The objective that the discrepancy belongs to. */
    public Objective objective() {
      return Objective.of(discrepancy);
    }
  }

  /**
   * What the synthetic images are.
   *
   * @param decoding images per class and factor
   * @param initialization how they begin
   */
  public record SyntheticImages(Decoding decoding, Initialization initialization) {}

  /**
   * ConvNets with random weights.
   *
   * @param size width and depth of each
   * @param period iterations that share one of them ("ipm")
   */
  public record RandomNetworks(Architecture size, int period) {}

  /**
   * SGD on the pixels.
   *
   * @param learningRate factor of the velocity
   * @param momentum factor of the previous velocity
   */
  public record PixelOptimizer(float learningRate, float momentum) {
    private static final float MOMENTUM = 0.5f;
    private static final Sgd.Range PIXELS = new Sgd.Range(0, 1);

    /** With the usual momentum, 0.5. */
    public static PixelOptimizer ofRate(float learningRate) {
      return new PixelOptimizer(learningRate, MOMENTUM);
    }

    Sgd sgd() {
      return new Sgd(learningRate, momentum, 0, Optional.of(PIXELS));
    }
  }

  /** The same, matching like this. */
  public CondensationConfig withMatching(Matching other) {
    return new CondensationConfig(other, images, networks, optimizer, iterations, lossPeriod, seed);
  }

  /** The same for other synthetic images. */
  public CondensationConfig withImages(SyntheticImages other) {
    return new CondensationConfig(
        matching, other, networks, optimizer, iterations, lossPeriod, seed);
  }

  /** The same with other networks. */
  public CondensationConfig withNetworks(RandomNetworks other) {
    return new CondensationConfig(matching, images, other, optimizer, iterations, lossPeriod, seed);
  }

  /** The same with another optimizer. */
  public CondensationConfig withOptimizer(PixelOptimizer other) {
    return new CondensationConfig(matching, images, networks, other, iterations, lossPeriod, seed);
  }

  /** The same with another number of iterations. */
  public CondensationConfig withIterations(int other) {
    return new CondensationConfig(matching, images, networks, optimizer, other, lossPeriod, seed);
  }

  /** The same with losses computed at other times. */
  public CondensationConfig withLossPeriod(int other) {
    return new CondensationConfig(matching, images, networks, optimizer, iterations, other, seed);
  }

  /** The same with other random numbers. */
  public CondensationConfig withSeed(long other) {
    return new CondensationConfig(
        matching, images, networks, optimizer, iterations, lossPeriod, other);
  }

  /**
   * The network that the images of a data set go through.
   *
   * @throws IllegalArgumentException if they are too small for its depth
   */
  Network networkFor(ImageDataset dataset) {
    return networks.size().of(dataset.image(), dataset.classes());
  }
}
