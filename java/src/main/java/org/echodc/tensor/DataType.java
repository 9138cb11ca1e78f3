package org.echodc.tensor;

/** Element type of a {@link Tensor}. */
public enum DataType {
  FLOAT32(4),
  /** The upper half of a float32: 8 bits of mantissa, its hidden one included. */
  BFLOAT16(2),
  INT32(4),
  UINT8(1);

  private final int bytes;

  DataType(int bytes) {
    this.bytes = bytes;
  }

  /** Size of one element in bytes. */
  public int bytes() {
    return bytes;
  }
}
