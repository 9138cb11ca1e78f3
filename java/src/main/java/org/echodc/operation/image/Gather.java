package org.echodc.operation.image;

import java.util.List;
import org.echodc.operation.Arguments;
import org.echodc.operation.Operation;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Tensor;

/**
 * Gathers images, normalises and then augments them.
 *
 * @param images UINT8 (pixel = byte / 255) or FLOAT32 [n, height, width, channels]
 * @param indices INT32, any shape, one index a gathered image, in [0, n)
 * @param dst FLOAT32 [indices, height, width, channels]
 */
public record Gather(
    Tensor images,
    Normalization normalization,
    Tensor indices,
    Augmentation augmentation,
    Tensor dst)
    implements Operation {

  @Override
  public void check() {
    Arguments arguments = Arguments.of(this);
    boolean floats = images.type() == DataType.FLOAT32;
    arguments.require(
        floats || images.type() == DataType.UINT8, "images", "UINT8 or FLOAT32", images);
    arguments.rank("images", images, images.type(), 4);
    arguments.floats("dst", dst, arguments.rowForEach("indices", indices, images.shape()));
    augmentation.check(arguments, normalization, dst);
  }

  @Override
  public List<Tensor> writes() {
    return List.of(dst);
  }

  /** Of the images only those that are gathered; one gathered twice counts twice. */
  @Override
  public long bytes() {
    long row = images.bytes() / images.shape().extent(0);
    return Operation.super.bytes() - images.bytes() + row * indices.shape().elements();
  }
}
