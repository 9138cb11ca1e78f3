package org.echodc.tensor;

/**
 * A dense array in a device's memory, row-major. Only the device that made it can read or write it.
 */
public interface Tensor extends AutoCloseable {

  /** Type of the elements. */
  DataType type();

  /** Extents, outermost first. */
  public Shape shape();

  /**
   * A tensor over part of the same memory. It lives as long as the tensor that owns the memory;
   * closing the view does nothing.
   *
   * @param offset first element, counted from this tensor's first
   * @param shape shape of the view
   * @throws IllegalArgumentException if the view reaches beyond this tensor
   */
  Tensor view(long offset, Shape shape);

  /**
   * Refuses a view that reaches beyond a tensor; for implementations of {@link #view}.
   *
   * @throws IllegalArgumentException if it does
   */
  static void checkView(Tensor tensor, long offset, Shape shape) {
    if (offset < 0 || offset + shape.elements() > tensor.shape().elements()) {
      throw new IllegalArgumentException(
          "a view "
              + shape
              + " from element "
              + offset
              + " reaches beyond tensor "
              + tensor.shape());
    }
  }

  /**
   * A tensor of another type over part of the same memory, as {@link #view} otherwise.
   *
   * @param firstByte first byte, counted from this tensor's first, a multiple of the element's size
   * @throws IllegalArgumentException if it reaches beyond this tensor
   */
  Tensor reinterpret(long firstByte, DataType type, Shape shape);

  /** View of {@code count} entries along the outermost axis, from entry {@code first} on. */
  default Tensor rows(int first, int count) {
    return view(first * shape().rowElements(), shape().withRows(count));
  }

  /** The same elements under another shape. */
  default Tensor reshape(Shape shape) {
    if (shape.elements() != shape().elements()) {
      throw new IllegalArgumentException("cannot reshape " + shape() + " to " + shape);
    }
    return view(0, shape);
  }

  /** Size in bytes. */
  public default long bytes() {
    return shape().elements() * type().bytes();
  }

  /** Frees the memory. A second call does nothing. */
  @Override
  void close();
}
