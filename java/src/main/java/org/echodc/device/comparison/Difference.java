package org.echodc.device.comparison;

import java.util.ArrayList;
import java.util.List;
import org.echodc.text.Text;

/**
 * How far a result lies from its reference.
 *
 * @param share the largest error as a share of what is allowed for its element; infinite where
 *     nothing is allowed, or where there is no number
 * @param description what differs, with the first numbers
 */
public record Difference(double share, String description) {
  private static final int SHOWN = 5;

  static Difference of(String what, double[] bounds, double[] expected, double[] got) {
    if (expected.length != got.length) {
      return new Difference(
          Double.POSITIVE_INFINITY,
          Text.format("%s: %d values, expected %d", what, got.length, expected.length));
    }
    double largest = 0;
    int wrong = 0;
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < got.length; i++) {
      double share = share(Math.abs(got[i] - expected[i]), bounds[i]);
      largest = Math.max(largest, share);
      if (share > 1 && wrong++ < SHOWN) {
        shown.add(
            Text.format(
                "[%d] got %.9g, expected %.9g within %.3g", i, got[i], expected[i], bounds[i]));
      }
    }
    String description =
        Text.format("%s: %d of %d values are wrong", what, wrong, got.length)
            + (wrong == 0 ? "" : ": " + String.join("; ", shown));
    return new Difference(largest, description);
  }

  private static double share(double error, double bound) {
    if (error == 0) {
      return 0;
    }
    double share = error / bound;
    return Double.isNaN(share) ? Double.POSITIVE_INFINITY : share;
  }

  /** Whether all errors are within what is allowed. */
  public boolean isRight() {
    return share <= 1;
  }
}
