package org.echodc.benchmarks.check;

import org.echodc.benchmarks.work.OpenDevice;
import org.echodc.operation.layer.Linear;

/** Holds rows of a linear layer's result to sums in double precision. */
public final class ProductCheck {
  private ProductCheck() {}

  /**
   * Checks the first and the last row.
   *
   * @throws IllegalStateException if one is wrong
   */
  public static void require(OpenDevice device, Linear done) {
    float[] weight = device.download(done.parameters().weight());
    float[] bias = device.download(done.parameters().bias());
    for (int row : new int[] {0, done.src().shape().extent(0) - 1}) {
      float[] factors = device.download(done.src().rows(row, 1));
      double[] expected = Agreement.doubles(bias);
      for (int inner = 0; inner < factors.length; inner++) {
        for (int column = 0; column < expected.length; column++) {
          expected[column] += (double) factors[inner] * weight[inner * expected.length + column];
        }
      }
      Agreement.require(
          "matrix product",
          device.download(done.dst().rows(row, 1)),
          expected,
          Agreement.tolerance(device.usedPrecision()));
    }
  }
}
