package org.echodc.operation.image;

import java.util.List;
import org.echodc.operation.Arguments;
import org.echodc.operation.Operation;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Decodes synthetic images, normalises and then augments them.
 *
 * @param stored FLOAT32 [classes ipc, height, width, channels], pixels, class by class
 * @param selection INT32, any shape, the number of each decoded image (see {@link Decoding})
 * @param dst FLOAT32 [selection, height, width, channels]
 */
public record Decode(
    Tensor stored,
    Decoding decoding,
    Tensor selection,
    Normalization normalization,
    Augmentation augmentation,
    Tensor dst)
    implements Operation {

  @Override
  public void check() {
    Arguments arguments = Arguments.of(this);
    checkStored(arguments, stored, decoding);
    arguments.floats("dst", dst, arguments.rowForEach("selection", selection, stored.shape()));
    augmentation.check(arguments, normalization, dst);
  }

  private static void checkStored(Arguments arguments, Tensor stored, Decoding decoding) {
    arguments.rank("stored", stored, DataType.FLOAT32, 4);
    arguments.atLeast("ipc", 1, decoding.ipc());
    arguments.require(
        stored.shape().extent(0) % decoding.ipc() == 0,
        "stored",
        "a multiple of " + decoding.ipc() + " images",
        stored);
    int side = Math.min(stored.shape().extent(1), stored.shape().extent(2));
    int factor = decoding.factor();
    arguments.require(factor >= 1 && factor <= side, "factor", "1 to " + side, factor);
  }

  @Override
  public List<Tensor> writes() {
    return List.of(dst);
  }

  /**
   * Gradient w.r.t. the stored pixels; tiles that were not selected get 0.
   *
   * @param dstGradient FLOAT32 [selection, height, width, channels]
   * @param selection as in the forward pass; no number twice
   * @param storedGradient FLOAT32 [classes ipc, height, width, channels]
   */
  public record Backward(
      Tensor dstGradient,
      Decoding decoding,
      Tensor selection,
      Normalization normalization,
      Augmentation augmentation,
      Tensor storedGradient)
      implements Operation {

    @Override
    public void check() {
      Arguments arguments = Arguments.of(this);
      checkStored(arguments, storedGradient, decoding);
      Shape decoded = arguments.rowForEach("selection", selection, storedGradient.shape());
      arguments.floats("dstGradient", dstGradient, decoded);
      augmentation.check(arguments, normalization, dstGradient);
    }

    @Override
    public List<Tensor> writes() {
      return List.of(storedGradient);
    }
  }
}
