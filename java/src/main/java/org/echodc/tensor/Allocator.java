package org.echodc.tensor;

/** Whoever has memory for tensors. */
@FunctionalInterface
public interface Allocator {

  /** A tensor with undefined contents. */
  Tensor allocate(DataType type, Shape shape);

  /** A FLOAT32 tensor with undefined contents. */
  default Tensor floats(Shape shape) {
    return allocate(DataType.FLOAT32, shape);
  }

  /** A FLOAT32 tensor with undefined contents. */
  default Tensor floats(int... extents) {
    return floats(Shape.of(extents));
  }

  /** An INT32 tensor with undefined contents. */
  default Tensor ints(int... extents) {
    return allocate(DataType.INT32, Shape.of(extents));
  }
}
