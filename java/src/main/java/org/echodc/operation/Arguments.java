package org.echodc.operation;

import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Checks of one operation's arguments. Every failure is an {@link IllegalArgumentException} of the
 * form {@code operation: argument must be expected, not given}.
 *
 * @param operation name of the operation
 */
public record Arguments(String operation) {

  /** Checks of an operation's components. */
  public static Arguments of(Operation operation) {
    return new Arguments(operation.name());
  }

  /** A tensor of exactly this type and shape. */
  public Arguments check(String argument, Tensor given, DataType type, Shape shape) {
    return require(
        given.type() == type && given.shape().equals(shape), argument, type + " " + shape, given);
  }

  /** A FLOAT32 tensor of exactly this shape. */
  public Arguments floats(String argument, Tensor given, Shape shape) {
    return check(argument, given, DataType.FLOAT32, shape);
  }

  /** A FLOAT32 tensor of these extents. */
  public Arguments floats(String argument, Tensor given, int... extents) {
    return floats(argument, given, Shape.of(extents));
  }

  /** A tensor of exactly this shape that is FLOAT32 or BFLOAT16: an activation or its gradient. */
  public Arguments activations(String argument, Tensor given, Shape shape) {
    boolean half = given.type() == DataType.BFLOAT16;
    return check(argument, given, half ? DataType.BFLOAT16 : DataType.FLOAT32, shape);
  }

  /** An INT32 tensor of these extents. */
  public Arguments ints(String argument, Tensor given, int... extents) {
    return check(argument, given, DataType.INT32, Shape.of(extents));
  }

  /** An INT32 tensor of any shape. */
  public Arguments ints(String argument, Tensor given) {
    return require(given.type() == DataType.INT32, argument, "INT32", given);
  }

  /** An INT32 tensor of any shape; returns a shape with as many rows as it has numbers. */
  public Shape rowForEach(String argument, Tensor given, Shape of) {
    ints(argument, given);
    return of.withRows(Math.toIntExact(given.shape().elements()));
  }

  /** A tensor of this type with any shape of the given rank. */
  public Arguments rank(String argument, Tensor given, DataType type, int rank) {
    return require(
        given.type() == type && given.shape().rank() == rank,
        argument,
        type + " of " + rank + " extents",
        given);
  }

  /** FLOAT32 images [batch, height, width, channels] with sides of at least {@code smallest}. */
  public Arguments images(String argument, Tensor given, int smallest) {
    rank(argument, given, DataType.FLOAT32, 4);
    return sides(argument, given, smallest);
  }

  /** Images whose height and width are at least {@code smallest}. */
  public Arguments sides(String argument, Tensor given, int smallest) {
    return require(
        given.shape().extent(1) >= smallest && given.shape().extent(2) >= smallest,
        argument,
        "of height and width " + smallest + " or more",
        given);
  }

  /** A tensor of this type and number of elements, in any shape. */
  public Arguments elements(String argument, Tensor given, DataType type, long elements) {
    return require(
        given.type() == type && given.shape().elements() == elements,
        argument,
        type + " of " + elements + " elements",
        given);
  }

  /** A number of at least {@code smallest}. */
  public Arguments atLeast(String argument, int smallest, int given) {
    return require(given >= smallest, argument, "at least " + smallest, given);
  }

  /** Any other condition. */
  public Arguments require(boolean holds, String argument, String expected, Object given) {
    if (!holds) {
      String shown = given instanceof Tensor t ? t.type() + " " + t.shape() : String.valueOf(given);
      throw new IllegalArgumentException(
          operation + ": " + argument + " must be " + expected + ", not " + shown);
    }
    return this;
  }
}
