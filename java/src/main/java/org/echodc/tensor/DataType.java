package org.echodc.tensor;

/** Element type of a {@link Tensor}. */
public enum DataType {
  FLOAT32(4),
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
