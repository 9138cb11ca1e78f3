package org.echodc.device.comparison;

import java.util.Random;
import org.echodc.operation.layer.ConvBlock;
import org.echodc.tensor.Shape;

/**
 * What a conv block's backward pass begins from, on the host. A backward scenario has it as an
 * input, because the results of a forward pass differ between devices by what its precision rounds,
 * and a pixel that this moves across the kink of the ReLU has another gradient, not a nearby one.
 *
 * @param shape [batch, height, width, channels] of the convolution
 * @param convolution in that order
 * @param mean [batch, channels]
 * @param inverseStd [batch, channels]
 */
public record SavedActivations(Shape shape, float[] convolution, float[] mean, float[] inverseStd) {
  private static final double EPSILON = 1e-5; // of the normalisation

  /**
   * Numbers of magnitude 0.5 to 1.5, of either sign. The second half of an image's pixels are the
   * first half negated, so that the mean is about 0 and no normalised value nearer to it than 0.4,
   * where a ReLU may have its kink.
   */
  public static SavedActivations random(long seed, Shape shape) {
    Random random = new Random(seed);
    int channels = shape.extent(3);
    int pixels = shape.extent(1) * shape.extent(2);
    float[] values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      int pixel = i / channels % pixels;
      boolean mirrored = pixel >= pixels / 2 && pixel < pixels / 2 * 2;
      float magnitude = 0.5f + random.nextFloat();
      float drawn = random.nextBoolean() ? magnitude : -magnitude;
      values[i] = mirrored ? -values[i - pixels / 2 * channels] : drawn;
    }
    return withStatistics(shape, values);
  }

  /** The same with values that BF16 can hold. */
  public static SavedActivations ofBf16(long seed, Shape shape) {
    return withStatistics(shape, Values.roundedToBf16(random(seed, shape).convolution));
  }

  private static SavedActivations withStatistics(Shape shape, float[] values) {
    int channels = shape.extent(3);
    int pixels = shape.extent(1) * shape.extent(2);
    float[] mean = new float[shape.extent(0) * channels];
    float[] inverseStd = new float[mean.length];
    for (int i = 0; i < mean.length; i++) {
      int first = i / channels * pixels * channels + i % channels;
      double sum = 0;
      double squares = 0;
      for (int pixel = 0; pixel < pixels; pixel++) {
        double value = values[first + pixel * channels];
        sum += value;
        squares += value * value;
      }
      double average = sum / pixels;
      mean[i] = (float) average;
      inverseStd[i] = (float) (1 / Math.sqrt(squares / pixels - average * average + EPSILON));
    }
    return new SavedActivations(shape, values, mean, inverseStd);
  }

  /** As float32 inputs of an operation. */
  public ConvBlock.Saved on(OperationBench bench) {
    return new ConvBlock.Saved(
        bench.floats(convolution, OperationBench.extents(shape)),
        bench.floats(mean, shape.extent(0), shape.extent(3)),
        bench.floats(inverseStd, shape.extent(0), shape.extent(3)));
  }
}
