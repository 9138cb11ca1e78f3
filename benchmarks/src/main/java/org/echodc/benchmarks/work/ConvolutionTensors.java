package org.echodc.benchmarks.work;

import java.util.Optional;
import org.echodc.operation.Operation;
import org.echodc.operation.layer.Convolution;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * A convolution's tensors: each pass reads two of them and writes the third.
 *
 * @param filter its weight drawn as a network's
 * @param src images
 * @param dst their convolution, or its gradient
 */
public record ConvolutionTensors(Convolution.Filter filter, Tensor src, Tensor dst) {

  /** One of the three operations on the tensors. */
  public enum Pass {
    FORWARD,
    BACKWARD_INPUT,
    BACKWARD_WEIGHT
  }

  /** Random numbers in each. */
  public static ConvolutionTensors random(OpenDevice device, ConvolutionSize size, int batch) {
    float bound = (float) (1 / Math.sqrt((double) size.kernel() * size.kernel() * size.inputs()));
    Tensor weight = device.uniform(bound, size.weight());
    Convolution.Filter filter = new Convolution.Filter(weight, size.stride(), size.padding());
    Shape images = size.images(batch);
    return new ConvolutionTensors(
        filter, device.uniform(1, images), device.uniform(1, filter.resultShape(images)));
  }

  /** The operation of a pass, which writes over one of the tensors. */
  public Operation operation(Pass pass) {
    return switch (pass) {
      case FORWARD -> new Convolution(filter, Optional.empty(), src, dst);
      case BACKWARD_INPUT -> new Convolution.BackwardInput(filter, dst, src);
      case BACKWARD_WEIGHT ->
          new Convolution.BackwardWeight(filter, src, dst, filter.weight(), Optional.empty());
    };
  }

  /** The tensor that a pass writes. */
  public Tensor written(Pass pass) {
    return operation(pass).writes().get(0);
  }
}
