package org.echodc.benchmarks.check;

import org.echodc.benchmarks.work.OpenDevice;
import org.echodc.operation.layer.ConvBlock;
import org.echodc.operation.layer.InstanceNorm;
import org.echodc.tensor.Tensor;

/**
 * Holds the first and the last image of a batch that went through a {@link ConvBlock} to sums in
 * double precision.
 */
public final class BlockCheck {
  private static final int KERNEL = 3;

  private final OpenDevice device;
  private final BlockPass pass;
  private final ConvBlock.Parameters block;
  private final float[] weight; // [3, 3, in, out]
  private final float[] scale;
  private final float[] shift;
  private final int side; // of the input
  private final int inputs;
  private final int convolved; // side after the convolution
  private final int outputs;

  public BlockCheck(OpenDevice device, BlockPass pass) {
    this.device = device;
    this.pass = pass;
    block = pass.forward().parameters();
    weight = device.download(block.weight());
    scale = device.download(block.scale());
    shift = device.download(block.shift());
    side = src().shape().extent(1);
    inputs = block.inputChannels();
    convolved = block.convolutionShape(src().shape()).extent(1);
    outputs = block.outputChannels();
  }

  /** An image between convolution and ReLU: normalised, and 1 / its standard deviations. */
  private record Normalized(double[] values, double[] inverseStd) {}

  private Tensor src() {
    return pass.forward().src();
  }

  /**
   * Checks what the pass wrote: gradients w.r.t. the input if it goes backward, else results.
   *
   * @throws IllegalStateException if one is wrong
   */
  public void require() {
    for (int image : new int[] {0, src().shape().extent(0) - 1}) {
      pass.backward()
          .ifPresentOrElse(
              backward -> requireGradient(backward, image), () -> requireResult(image));
    }
  }

  private void requireResult(int image) {
    double[] expected = pooled(activated(normalized(image)));
    require("result of the block", pass.forward().dst(), image, expected);
  }

  private void requireGradient(ConvBlock.Backward backward, int image) {
    double[] gradient = throughPool(device.download(backward.dstGradient().rows(image, 1)));
    throughNorm(normalized(image), gradient);
    double[] expected = throughConvolution(gradient);
    require("gradient of the block", backward.gradients().src().orElseThrow(), image, expected);
  }

  private void require(String what, Tensor batch, int image, double[] expected) {
    float[] actual = device.download(batch.rows(image, 1));
    Agreement.require(what, actual, expected, Agreement.tolerance(device.usedPrecision()));
  }

  private interface Tap {
    /** Meets input element {@code src} at window position {@code tap} for the pixel {@code dst}. */
    void at(int src, int tap, int dst);
  }

  private void eachTap(Tap visitor) {
    for (int dst = 0; dst < convolved * convolved; dst++) {
      for (int tap = 0; tap < KERNEL * KERNEL; tap++) {
        int row = dst / convolved + tap / KERNEL - block.padding();
        int column = dst % convolved + tap % KERNEL - block.padding();
        if (row >= 0 && row < side && column >= 0 && column < side) {
          visitor.at(row * side + column, tap, dst);
        }
      }
    }
  }

  private Normalized normalized(int image) {
    float[] src = device.download(src().rows(image, 1));
    double[] values = new double[convolved * convolved * outputs];
    eachTap(
        (pixel, tap, dst) -> {
          for (int in = 0; in < inputs; in++) {
            double factor = src[pixel * inputs + in];
            int row = (tap * inputs + in) * outputs;
            for (int out = 0; out < outputs; out++) {
              values[dst * outputs + out] += factor * weight[row + out];
            }
          }
        });
    double[] inverseStd = new double[outputs];
    int pixels = convolved * convolved;
    for (int out = 0; out < outputs; out++) {
      double mean = 0;
      for (int i = out; i < values.length; i += outputs) {
        mean += values[i] / pixels;
      }
      double variance = 0;
      for (int i = out; i < values.length; i += outputs) {
        variance += (values[i] - mean) * (values[i] - mean) / pixels;
      }
      inverseStd[out] = 1 / Math.sqrt(variance + InstanceNorm.EPSILON);
      for (int i = out; i < values.length; i += outputs) {
        values[i] = (values[i] - mean) * inverseStd[out];
      }
    }
    return new Normalized(values, inverseStd);
  }

  private double[] activated(Normalized image) {
    double[] values = image.values.clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(0, scale[i % outputs] * values[i] + shift[i % outputs]);
    }
    return values;
  }

  /** The element of the pooled image that an element goes to. */
  private int pooledIndex(int element) {
    int pixel = element / outputs;
    int row = pixel / convolved / 2;
    int column = pixel % convolved / 2;
    return (row * (convolved / 2) + column) * outputs + element % outputs;
  }

  private double[] pooled(double[] values) {
    double[] dst = new double[values.length / 4];
    for (int i = 0; i < values.length; i++) {
      dst[pooledIndex(i)] += values[i] / 4;
    }
    return dst;
  }

  private double[] throughPool(float[] dstGradient) {
    double[] gradient = new double[convolved * convolved * outputs];
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = dstGradient[pooledIndex(i)] / 4.0;
    }
    return gradient;
  }

  /** Through ReLU, affine and normalisation, in place. */
  private void throughNorm(Normalized image, double[] gradient) {
    int pixels = convolved * convolved;
    for (int out = 0; out < outputs; out++) {
      double mean = 0;
      double projection = 0;
      for (int i = out; i < gradient.length; i += outputs) {
        boolean passes = scale[out] * image.values[i] + shift[out] > 0;
        gradient[i] = passes ? gradient[i] * scale[out] : 0;
        mean += gradient[i] / pixels;
        projection += gradient[i] * image.values[i] / pixels;
      }
      for (int i = out; i < gradient.length; i += outputs) {
        gradient[i] = image.inverseStd[out] * (gradient[i] - mean - image.values[i] * projection);
      }
    }
  }

  private double[] throughConvolution(double[] gradient) {
    double[] srcGradient = new double[side * side * inputs];
    eachTap(
        (pixel, tap, dst) -> {
          for (int in = 0; in < inputs; in++) {
            int row = (tap * inputs + in) * outputs;
            double sum = 0;
            for (int out = 0; out < outputs; out++) {
              sum += gradient[dst * outputs + out] * weight[row + out];
            }
            srcGradient[pixel * inputs + in] += sum;
          }
        });
    return srcGradient;
  }
}
