package org.echodc.operation;

import java.util.List;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Tensor;

/**
 * Sets all elements.
 *
 * @param dst FLOAT32 or INT32, any shape
 * @param value for INT32 it is rounded down
 */
public record Fill(Tensor dst, float value) implements Operation {

  @Override
  public void check() {
    Arguments.of(this)
        .require(
            dst.type() == DataType.FLOAT32 || dst.type() == DataType.INT32,
            "dst",
            "FLOAT32 or INT32",
            dst);
  }

  @Override
  public List<Tensor> writes() {
    return List.of(dst);
  }
}
