package org.echodc.operation.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.echodc.operation.Arguments;
import org.echodc.operation.Operation;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Tensor;

/**
 * Fully connected layer {@code dst = src weight + bias}.
 *
 * @param src FLOAT32 [batch, in]
 * @param dst FLOAT32 [batch, out]
 */
public record Linear(Parameters parameters, Tensor src, Tensor dst) implements Operation {

  /**
   * Parameters, or gradients w.r.t. them.
   *
   * @param weight FLOAT32 [in, out]
   * @param bias FLOAT32 [out]
   */
  public record Parameters(Tensor weight, Tensor bias) {

    private Arguments check(Arguments arguments, Tensor src, String dstName, Tensor dst) {
      arguments.rank("weight", weight, DataType.FLOAT32, 2);
      int outputs = weight.shape().extent(1);
      arguments.floats("bias", bias, outputs);
      arguments.rank("src", src, DataType.FLOAT32, 2);
      int batch = src.shape().extent(0);
      arguments.floats("src", src, batch, weight.shape().extent(0));
      return arguments.floats(dstName, dst, batch, outputs);
    }
  }

  @Override
  public void check() {
    parameters.check(Arguments.of(this), src, "dst", dst);
  }

  @Override
  public List<Tensor> writes() {
    return List.of(dst);
  }

  /** {@code 2 batch in out}. */
  @Override
  public long flops() {
    return 2 * src.shape().elements() * dst.shape().extent(1);
  }

  /**
   * Gradients of a fully connected layer.
   *
   * @param src forward input
   * @param dstGradient w.r.t. the result
   * @param srcGradient w.r.t. the input, where wanted
   * @param gradients w.r.t. the parameters, summed over the batch, where wanted
   */
  public record Backward(
      Parameters parameters,
      Tensor src,
      Tensor dstGradient,
      Optional<Tensor> srcGradient,
      Optional<Parameters> gradients)
      implements Operation {

    @Override
    public void check() {
      Arguments arguments = parameters.check(Arguments.of(this), src, "dstGradient", dstGradient);
      srcGradient.ifPresent(wanted -> arguments.floats("srcGradient", wanted, src.shape()));
      gradients.ifPresent(
          wanted ->
              arguments
                  .floats("weightGradient", wanted.weight(), parameters.weight().shape())
                  .floats("biasGradient", wanted.bias(), parameters.bias().shape()));
    }

    @Override
    public List<Tensor> writes() {
      List<Tensor> written = new ArrayList<>();
      srcGradient.ifPresent(written::add);
      gradients.ifPresent(wanted -> written.addAll(List.of(wanted.weight(), wanted.bias())));
      return written;
    }

    /** As many as the forward pass, for each of input and parameters. */
    @Override
    public long flops() {
      long passes = srcGradient.stream().count() + gradients.stream().count();
      return passes * 2 * src.shape().elements() * dstGradient.shape().extent(1);
    }
  }
}
