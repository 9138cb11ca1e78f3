package org.echodc.operation.training;

import java.util.List;
import org.echodc.operation.Arguments;
import org.echodc.operation.Operation;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Tensor;

/**
 * One step of {@link Sgd}; all three tensors have the same number of elements.
 *
 * @param parameters FLOAT32, stepped
 * @param gradient FLOAT32
 * @param velocity FLOAT32, stepped
 */
public record SgdStep(Sgd sgd, Tensor parameters, Tensor gradient, Tensor velocity)
    implements Operation {

  @Override
  public void check() {
    long elements = parameters.shape().elements();
    Arguments.of(this)
        .elements("parameters", parameters, DataType.FLOAT32, elements)
        .elements("gradient", gradient, DataType.FLOAT32, elements)
        .elements("velocity", velocity, DataType.FLOAT32, elements);
  }

  @Override
  public List<Tensor> writes() {
    return List.of(parameters, velocity);
  }

  @Override
  public List<Tensor> updates() {
    return writes();
  }
}
