package org.echodc.tensor;

import java.util.List;

/**
 * Per-channel normalisation of pixels in [0, 1]: {@code (pixel - mean[c]) / std[c]}.
 *
 * @param mean mean of each channel
 * @param std standard deviation of each channel, positive
 */
public record Normalization(List<Float> mean, List<Float> std) {

  /** Checks that both lists have one entry a channel and that deviations are positive. */
  public Normalization {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (mean.isEmpty() || mean.size() != std.size() || std.stream().anyMatch(s -> !(s > 0))) {
      throw new IllegalArgumentException(
          "normalisation needs one mean and one positive deviation a channel, not mean "
              + mean
              + ", std "
              + std);
    }
  }

  /** Normalisation of single-channel images. */
  public static Normalization gray(float mean, float std) {
    return new Normalization(List.of(mean), List.of(std));
  }

  /** Number of channels. */
  public int channels() {
    return mean.size();
  }
}
