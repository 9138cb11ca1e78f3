package org.echodc.benchmarks.check;

import org.echodc.benchmarks.work.ConvolutionTensors;
import org.echodc.benchmarks.work.OpenDevice;
import org.echodc.tensor.Tensor;

/**
 * Holds what a pass of a convolution wrote to sums in double precision: the first and the last
 * image, of the gradient of the weight the first and the last output channel.
 */
public final class ConvolutionCheck {
  private final OpenDevice device;
  private final ConvolutionTensors tensors;
  private final int inputs;
  private final int outputs;

  public ConvolutionCheck(OpenDevice device, ConvolutionTensors tensors) {
    this.device = device;
    this.tensors = tensors;
    inputs = tensors.src().shape().extent(3);
    outputs = tensors.dst().shape().extent(3);
  }

  /**
   * Checks what the pass wrote; what it read is to be as it was.
   *
   * @throws IllegalStateException if it is wrong
   */
  public void require(ConvolutionTensors.Pass pass) {
    if (pass == ConvolutionTensors.Pass.BACKWARD_WEIGHT) {
      requireWeight(0);
      requireWeight(outputs - 1);
    } else {
      float[] weight = device.download(tensors.filter().weight());
      requireImage(pass, weight, 0);
      requireImage(pass, weight, tensors.src().shape().extent(0) - 1);
    }
  }

  private interface Tap {
    /** The pixel {@code src} meets tap {@code tap} of the window of the pixel {@code dst}. */
    void at(int src, int tap, int dst);
  }

  private void eachTap(Tap visitor) {
    int side = tensors.src().shape().extent(1);
    int convolved = tensors.dst().shape().extent(1);
    int kernel = tensors.filter().kernel();
    for (int dst = 0; dst < convolved * convolved; dst++) {
      for (int tap = 0; tap < kernel * kernel; tap++) {
        int row = dst / convolved * tensors.filter().stride() + tap / kernel - padding();
        int column = dst % convolved * tensors.filter().stride() + tap % kernel - padding();
        if (row >= 0 && row < side && column >= 0 && column < side) {
          visitor.at(row * side + column, tap, dst);
        }
      }
    }
  }

  private int padding() {
    return tensors.filter().padding();
  }

  private void requireImage(ConvolutionTensors.Pass pass, float[] weight, int image) {
    boolean forward = pass == ConvolutionTensors.Pass.FORWARD;
    float[] actual = device.download((forward ? tensors.dst() : tensors.src()).rows(image, 1));
    float[] from = device.download((forward ? tensors.src() : tensors.dst()).rows(image, 1));
    double[] expected = new double[actual.length];
    eachTap(
        (src, tap, dst) -> {
          for (int in = 0; in < inputs; in++) {
            int row = (tap * inputs + in) * outputs;
            for (int out = 0; out < outputs; out++) {
              int pixel = src * inputs + in;
              int result = dst * outputs + out;
              if (forward) {
                expected[result] += (double) from[pixel] * weight[row + out];
              } else {
                expected[pixel] += (double) from[result] * weight[row + out];
              }
            }
          }
        });
    agree(forward ? "convolution" : "gradient of the input", actual, expected);
  }

  private void requireWeight(int out) {
    Tensor weight = tensors.filter().weight();
    float[] all = device.download(weight);
    double[] expected = new double[all.length / outputs];
    for (int image = 0; image < tensors.src().shape().extent(0); image++) {
      float[] src = device.download(tensors.src().rows(image, 1));
      float[] gradient = device.download(tensors.dst().rows(image, 1));
      eachTap(
          (pixel, tap, dst) -> {
            double factor = gradient[dst * outputs + out];
            for (int in = 0; in < inputs; in++) {
              expected[tap * inputs + in] += factor * src[pixel * inputs + in];
            }
          });
    }
    float[] actual = new float[expected.length];
    for (int i = 0; i < actual.length; i++) {
      actual[i] = all[i * outputs + out];
    }
    agree("gradient of the weight", actual, expected);
  }

  private void agree(String what, float[] actual, double[] expected) {
    Agreement.require(what, actual, expected, Agreement.tolerance(device.usedPrecision()));
  }
}
