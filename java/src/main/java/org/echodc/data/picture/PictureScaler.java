package org.echodc.data.picture;

import java.util.Arrays;

/**
 * Makes square images of pictures: the shorter side is resized to the wanted one, the middle of the
 * longer one kept. Resizing averages over the pixels that a new one covers, weighted by a triangle
 * (bilinear with anti-aliasing). Sizes, places and weights are those of torchvision's {@code
 * Resize} and {@code CenterCrop} on pictures of PIL.
 */
final class PictureScaler {
  private static final int CHANNELS = Picture.CHANNELS;

  private PictureScaler() {}

  /**
   * Resizes and crops.
   *
   * @param side height and width of the result
   * @param dst receives [side, side, 3] from {@code offset} on
   */
  static void scale(Picture picture, int side, byte[] dst, int offset) {
    int shorter = Math.min(picture.height(), picture.width());
    Filter down = Filter.of(picture.height(), shorter, side);
    Filter across = Filter.of(picture.width(), shorter, side);
    int firstRow = down.first[0];
    float[] rows = acrossRows(picture, across, firstRow, down.end(side - 1));
    int stride = side * CHANNELS;
    float[] sums = new float[stride];
    for (int y = 0; y < side; y++) {
      Arrays.fill(sums, 0.5f); // to round
      for (int k = 0; k < down.weights[y].length; k++) {
        float weight = down.weights[y][k];
        int from = (down.first[y] - firstRow + k) * stride;
        for (int i = 0; i < stride; i++) {
          sums[i] += weight * rows[from + i];
        }
      }
      for (int i = 0; i < stride; i++) {
        dst[offset + y * stride + i] = (byte) Math.min(sums[i], 255);
      }
    }
  }

  /** The rows from {@code begin} to before {@code end}, resized and cropped across. */
  private static float[] acrossRows(Picture picture, Filter across, int begin, int end) {
    int side = across.first.length;
    byte[] rgb = picture.rgb();
    float[] rows = new float[(end - begin) * side * CHANNELS];
    int to = 0;
    for (int y = begin; y < end; y++) {
      for (int x = 0; x < side; x++) {
        int from = (y * picture.width() + across.first[x]) * CHANNELS;
        float red = 0;
        float green = 0;
        float blue = 0;
        for (float weight : across.weights[x]) {
          red += weight * (rgb[from++] & 0xff);
          green += weight * (rgb[from++] & 0xff);
          blue += weight * (rgb[from++] & 0xff);
        }
        rows[to++] = red;
        rows[to++] = green;
        rows[to++] = blue;
      }
    }
    return rows;
  }

  /**
   * Which pixels of an axis make a new one.
   *
   * @param first the first of them, for every new one
   * @param weights theirs from there on; they add up to 1
   */
  private record Filter(int[] first, float[][] weights) {

    /** Resizes {@code shorter} pixels to {@code side}, and keeps so many in the middle. */
    static Filter of(int extent, int shorter, int side) {
      long resized = (long) side * extent / shorter; // of a narrow picture more than an int
      double begin = Math.rint((resized - side) / 2.0);
      int[] first = new int[side];
      float[][] weights = new float[side][];
      for (int i = 0; i < side; i++) {
        double scale = (double) extent / resized;
        double reach = Math.max(scale, 1);
        double centre = (begin + i + 0.5) * scale;
        first[i] = Math.max(0, (int) (centre - reach + 0.5));
        int end = Math.min(extent, (int) (centre + reach + 0.5));
        weights[i] = triangle(first[i] + 0.5 - centre, end - first[i], reach);
      }
      return new Filter(first, weights);
    }

    private static float[] triangle(double firstDistance, int count, double reach) {
      double[] heights = new double[count];
      double sum = 0;
      for (int k = 0; k < count; k++) {
        heights[k] = Math.max(0, 1 - Math.abs((firstDistance + k) / reach));
        sum += heights[k];
      }
      float[] weights = new float[count];
      for (int k = 0; k < count; k++) {
        weights[k] = (float) (heights[k] / sum);
      }
      return weights;
    }

    /** One behind the last pixel that makes a new one. */
    int end(int index) {
      return first[index] + weights[index].length;
    }
  }
}
