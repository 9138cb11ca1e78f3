package org.echodc.data;

import java.util.ArrayList;
import java.util.List;
import org.echodc.tensor.Normalization;

/** Mean and deviation of the pixels of images that no publication gives them for. */
public final class PixelStatistics {
  private static final int VALUES = 256;
  private static final double LARGEST = 255;

  /** Of images of one colour only: one step of a byte. */
  private static final double SMALLEST_STD = 1 / LARGEST;

  private PixelStatistics() {}

  /** Mean and standard deviation of every channel, exactly, of pixels in [0, 1]. */
  public static Normalization of(ImageSet images) {
    int channels = images.image().extent(2);
    long[][] counts = new long[channels][VALUES];
    byte[] pixels = images.pixels();
    for (int i = 0; i < pixels.length; i += channels) {
      for (int c = 0; c < channels; c++) {
        counts[c][pixels[i + c] & 0xff]++;
      }
    }
    List<Float> means = new ArrayList<>();
    List<Float> deviations = new ArrayList<>();
    for (long[] ofChannel : counts) {
      double sum = 0;
      double squares = 0;
      for (int value = 0; value < VALUES; value++) {
        sum += (double) ofChannel[value] * value;
        squares += (double) ofChannel[value] * value * value;
      }
      double count = pixels.length / channels;
      double mean = sum / count;
      double std = Math.sqrt(Math.max(0, squares / count - mean * mean)) / LARGEST;
      means.add((float) (mean / LARGEST));
      deviations.add((float) Math.max(std, SMALLEST_STD));
    }
    return new Normalization(means, deviations);
  }
}
