package org.echodc.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Extents of a tensor, outermost first. Image batches are NHWC: {@code [images, height, width,
 * channels]}.
 */
public final class Shape {
  private final int[] extents;

  private Shape(int[] extents) {
    this.extents = extents;
  }

  /**
   * A shape with the given extents.
   *
   * @throws IllegalArgumentException if there is none, or one is below 1
   */
  public static Shape of(int... extents) {
    if (extents.length == 0 || Arrays.stream(extents).anyMatch(extent -> extent < 1)) {
      throw new IllegalArgumentException(
          "a shape needs one or more extents of at least 1, not " + Arrays.toString(extents));
    }
    return new Shape(extents.clone());
  }

  /** Number of extents. */
  public int rank() {
    return extents.length;
  }

  /** Extent of the given axis, 0 being the outermost. */
  public int extent(int axis) {
    return extents[axis];
  }

  /** Number of elements. */
  public long elements() {
    return Arrays.stream(extents).asLongStream().reduce(1, Math::multiplyExact);
  }

  /** Number of elements of one entry along the outermost axis. */
  public long rowElements() {
    return elements() / extents[0];
  }

  /** The same shape with another outermost extent. */
  public Shape withRows(int rows) {
    int[] changed = extents.clone();
    changed[0] = rows;
    return of(changed);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(extents, shape.extents);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(extents);
  }

  /** For example {@code [128, 28, 28, 1]}. */
  @Override
  public String toString() {
    return IntStream.of(extents)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
