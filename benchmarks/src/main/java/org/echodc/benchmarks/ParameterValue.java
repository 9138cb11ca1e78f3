package org.echodc.benchmarks;

import java.util.Arrays;
import java.util.List;
import org.echodc.text.Text;

/** Reads the texts of parameters; what is wrong with one completes "parameter NAME ...". */
public final class ParameterValue {

  private ParameterValue() {}

  /**
   * Requires one of the names that are known.
   *
   * @throws IllegalArgumentException if it is another
   */
  public static void requireOneOf(List<String> known, String text) {
    if (!known.contains(text)) {
      throw new IllegalArgumentException(
          Text.format("must be one of %s, not '%s'", String.join(", ", known), text));
    }
  }

  /**
   * Numbers with an x between them, each at least 1.
   *
   * @param text such as {@code 16x128}
   * @param form what it should look like, for the message
   * @param count how many numbers
   * @throws IllegalArgumentException if it does not look like that
   */
  public static int[] extents(String text, String form, int count) {
    try {
      int[] numbers = Arrays.stream(text.split("x", -1)).mapToInt(Integer::parseInt).toArray();
      if (numbers.length == count && Arrays.stream(numbers).allMatch(number -> number > 0)) {
        return numbers;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(Text.format("must be %s, not '%s'", form, text), e);
    }
    throw new IllegalArgumentException(Text.format("must be %s, not '%s'", form, text));
  }
}
