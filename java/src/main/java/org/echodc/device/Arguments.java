package org.echodc.device;

import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.echodc.text.Text;

/**
 * Checks of one operation's arguments. Every failure is an {@link IllegalArgumentException} of the
 * form {@code operation: argument must be expected, not given}.
 *
 * @param operation name of the operation
 */
record Arguments(String operation) {

  /** A tensor of exactly this type and shape. */
  void check(String argument, Tensor given, DataType type, Shape shape) {
    if (given.type() != type || !given.shape().equals(shape)) {
      throw wrong(argument, type + " " + shape, given);
    }
  }

  /** A FLOAT32 tensor of exactly this shape. */
  void floats(String argument, Tensor given, Shape shape) {
    check(argument, given, DataType.FLOAT32, shape);
  }

  /** A tensor of exactly this shape that is FLOAT32 or BFLOAT16: see Device.activationType. */
  void activations(String argument, Tensor given, Shape shape) {
    if (given.type() != DataType.BFLOAT16) {
      floats(argument, given, shape);
    } else {
      check(argument, given, DataType.BFLOAT16, shape);
    }
  }

  /** A FLOAT32 tensor of these extents. */
  void floats(String argument, Tensor given, int... extents) {
    floats(argument, given, Shape.of(extents));
  }

  /** An INT32 tensor of these extents. */
  void ints(String argument, Tensor given, int... extents) {
    check(argument, given, DataType.INT32, Shape.of(extents));
  }

  /** A tensor of this type with any shape of the given rank. */
  void rank(String argument, Tensor given, DataType type, int rank) {
    if (given.type() != type || given.shape().rank() != rank) {
      throw wrong(argument, Text.format("%s of %d extents", type, rank), given);
    }
  }

  /** A tensor of this type and number of elements, in any shape. */
  void elements(String argument, Tensor given, DataType type, long elements) {
    if (given.type() != type || given.shape().elements() != elements) {
      throw wrong(argument, Text.format("%s of %d elements", type, elements), given);
    }
  }

  /** Any other condition. */
  void require(boolean holds, String argument, String expected, Object given) {
    if (!holds) {
      throw wrong(argument, expected, given);
    }
  }

  private IllegalArgumentException wrong(String argument, String expected, Object given) {
    String shown = given instanceof Tensor t ? t.type() + " " + t.shape() : String.valueOf(given);
    return new IllegalArgumentException(
        Text.format("%s: %s must be %s, not %s", operation, argument, expected, shown));
  }
}
