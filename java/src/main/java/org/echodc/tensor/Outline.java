package org.echodc.tensor;

/**
 * A tensor without memory: its type and shape alone, for what is asked or planned before memory is
 * taken. Equal to itself only, as other tensors are.
 */
public final class Outline implements Tensor {
  private final DataType type;
  private final Shape shape;
  private final Outline root;

  private Outline(DataType type, Shape shape, Outline root) {
    this.type = type;
    this.shape = shape;
    this.root = root == null ? this : root;
  }

  /** An outline of a tensor. */
  public static Outline of(DataType type, Shape shape) {
    return new Outline(type, shape, null);
  }

  @Override
  public DataType type() {
    return type;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  /** The outline that this one is a view of; itself if it is none. */
  public Outline root() {
    return root;
  }

  @Override
  public Tensor view(long offset, Shape viewShape) {
    Tensor.checkView(this, offset, viewShape);
    return new Outline(type, viewShape, root);
  }

  @Override
  public Tensor reinterpret(long firstByte, DataType newType, Shape newShape) {
    return new Outline(newType, newShape, root);
  }

  @Override
  public void close() {
    // nothing is held
  }

  @Override
  public String toString() {
    return type + " " + shape;
  }
}
