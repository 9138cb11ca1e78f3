package org.echodc.device.comparison.scenario;

import java.util.Random;
import org.echodc.device.comparison.SavedActivations;
import org.echodc.device.comparison.Values;
import org.echodc.tensor.Shape;

/**
 * Inputs of a conv block's backward pass, all of which BF16 can hold but for the statistics.
 *
 * @param convolution [batch, side, side, channels]
 * @param mean [batch, channels]
 * @param inverseStd [batch, channels]
 * @param scale [channels]
 * @param shift [channels]
 * @param dstGradient [batch, side / 2, side / 2, channels]
 */
record BackwardInputs(
    float[] convolution,
    float[] mean,
    float[] inverseStd,
    float[] scale,
    float[] shift,
    float[] dstGradient) {

  /**
   * Inputs for which the gradient w.r.t. the convolution is exact in 4 bits. That gradient is
   * {@code scale inverseStd (g - mean(g) - xhat mean(g xhat))}, with g the masked gradient of the
   * activations. Here
   *
   * <ul>
   *   <li>every number is a power of two, or a whole number below 16 times one, and all sums of
   *       their products are exact in float32 in any order;
   *   <li>the lower half of an image has the windows of the upper half again, with the gradient
   *       negated, so that both means are 0;
   *   <li>each pooling window holds (a, -a, b, -b), so that the mean of the image is 0 as is said,
   *       and no normalised value lies nearer to 0 than 0.5, the kink of the ReLU not farther than
   *       0.25. {@code inverseStd} is a factor like others: it is not that of these numbers.
   * </ul>
   *
   * @param shape [batch, side, side, channels] of the convolution, side a multiple of 4
   */
  static BackwardInputs exact(long seed, Shape shape) {
    BackwardInputs inputs =
        new BackwardInputs(
            new float[Math.toIntExact(shape.elements())],
            new float[shape.extent(0) * shape.extent(3)],
            new float[shape.extent(0) * shape.extent(3)],
            new float[shape.extent(3)],
            new float[shape.extent(3)],
            new float[Math.toIntExact(shape.elements() / 4)]);
    inputs.draw(new Random(seed), shape);
    return inputs;
  }

  /**
   * Inputs whose gradient w.r.t. the convolution has more places than a format: a convolution with
   * its own statistics, and a gradient whose mean the normalisation must subtract.
   *
   * @param shape [batch, side, side, channels] of the convolution, side a multiple of 4
   */
  static BackwardInputs inexact(long seed, Shape shape) {
    BackwardInputs exact = exact(seed, shape);
    SavedActivations saved = SavedActivations.ofBf16(seed + 1, shape);
    float[] gradient =
        Values.map(Values.normal(seed + 2, exact.dstGradient.length), value -> 0.5 + value);
    return new BackwardInputs(
        saved.convolution(),
        saved.mean(),
        saved.inverseStd(),
        exact.scale,
        exact.shift,
        Values.roundedToBf16(gradient));
  }

  private void draw(Random random, Shape shape) {
    for (int i = 0; i < scale.length; i++) {
      scale[i] = sign(random) * Math.scalb(1f, random.nextInt(3) - 1);
      shift[i] = scale[i] * (random.nextInt(3) - 1) / 4;
    }
    for (int i = 0; i < inverseStd.length; i++) {
      inverseStd[i] = 1 + random.nextInt(2);
    }
    int side = shape.extent(1);
    for (int image = 0; image < shape.extent(0); image++) {
      for (int y = 0; y < side / 4; y++) {
        for (int x = 0; x < side / 2; x++) {
          for (int channel = 0; channel < scale.length; channel++) {
            drawWindow(random, new Place(image, y, x, channel), side);
          }
        }
      }
    }
  }

  private static int sign(Random random) {
    return random.nextBoolean() ? 1 : -1;
  }

  private record Place(int image, int y, int x, int channel) {
    int in(int side, int channels) {
      return ((image * side + y) * side + x) * channels + channel;
    }

    Place pixel(int i) {
      return new Place(image, 2 * y + i / 2, 2 * x + i % 2, channel);
    }

    Place below(int rows) {
      return new Place(image, y + rows, x, channel);
    }
  }

  /** A window of the upper half, and its counterpart. */
  private void drawWindow(Random random, Place window, int side) {
    int channels = scale.length;
    float gradient = sign(random) * (1 + random.nextInt(15)) / 8f;
    dstGradient[window.in(side / 2, channels)] = gradient;
    dstGradient[window.below(side / 4).in(side / 2, channels)] = -gradient;
    float unit = 1 / (8 * inverseStd[window.image * channels + window.channel]);
    float a = sign(random) * (4 + random.nextInt(12)) * unit;
    float b = sign(random) * (4 + random.nextInt(12)) * unit;
    int ofA = 1 + random.nextInt(3); // the pixel that -a is at, a being at 0
    boolean negativeFirst = true;
    for (int i = 0; i < 4; i++) {
      float value = a;
      if (i == ofA) {
        value = -a;
      } else if (i > 0) {
        value = negativeFirst ? -b : b;
        negativeFirst = false;
      }
      convolution[window.pixel(i).in(side, channels)] = value;
      convolution[window.below(side / 4).pixel(i).in(side, channels)] = value;
    }
  }
}
