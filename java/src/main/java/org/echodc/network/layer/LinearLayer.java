package org.echodc.network.layer;

import java.util.List;
import java.util.Optional;
import org.echodc.network.Parameter;
import org.echodc.operation.Operation;
import org.echodc.operation.layer.Linear;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * {@link Linear} with bias: reads an image flattened, and gives one pixel with a channel for each
 * output.
 *
 * @param outputs channels of the result
 */
public record LinearLayer(int outputs) implements Layer {

  /**
   * A layer.
   *
   * @throws IllegalArgumentException if it has no outputs
   */
  public LinearLayer {
    if (outputs < 1) {
      throw new IllegalArgumentException("a linear layer needs outputs, not " + outputs);
    }
  }

  private static int inputs(Shape src) {
    return Math.toIntExact(src.withRows(1).elements());
  }

  private static Tensor flat(Tensor images) {
    Shape shape = images.shape();
    return images.reshape(Shape.of(shape.extent(0), inputs(shape)));
  }

  @Override
  public Shape result(List<Shape> inputs) {
    return Shape.of(inputs.get(0).extent(0), 1, 1, outputs);
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    int fanIn = inputs(inputs.get(0));
    return List.of(
        Parameter.byFanIn("weight", Shape.of(fanIn, outputs), fanIn),
        Parameter.byFanIn("bias", Shape.of(outputs), fanIn));
  }

  private static Linear.Parameters parameters(NodeTensors node) {
    return new Linear.Parameters(node.parameter(0), node.parameter(1));
  }

  @Override
  public List<Operation> forward(NodeTensors node) {
    return List.of(new Linear(parameters(node), flat(node.input(0)), flat(node.result())));
  }

  @Override
  public List<Operation> backward(NodeTensors node) {
    Optional<Linear.Parameters> gradients =
        node.parameterGradient(0)
            .map(weight -> new Linear.Parameters(weight, node.parameterGradient(1).orElseThrow()));
    return List.of(
        new Linear.Backward(
            parameters(node),
            flat(node.input(0)),
            flat(node.resultGradient()),
            node.inputGradient(0).map(LinearLayer::flat),
            gradients));
  }
}
