package org.echodc.operation.image;

import java.util.List;
import org.echodc.operation.Arguments;
import org.echodc.operation.Operation;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Tensor;

/**
 * Gathers single numbers: {@code dst[i] = values[indices[i]]}.
 *
 * @param values INT32 [n]
 * @param indices INT32, any shape, in [0, n)
 * @param dst INT32, as many elements as {@code indices}
 */
public record GatherLabels(Tensor values, Tensor indices, Tensor dst) implements Operation {

  @Override
  public void check() {
    Arguments.of(this)
        .rank("values", values, DataType.INT32, 1)
        .ints("indices", indices)
        .elements("dst", dst, DataType.INT32, indices.shape().elements());
  }

  @Override
  public List<Tensor> writes() {
    return List.of(dst);
  }

  /** Of the values only those that are gathered. */
  @Override
  public long bytes() {
    return Operation.super.bytes() - values.bytes() + dst.bytes();
  }
}
