package org.echodc.network.layer;

import java.util.List;
import org.echodc.operation.Operation;
import org.echodc.operation.layer.Concatenate;
import org.echodc.tensor.Shape;

/** {@link Concatenate}: the channels of the first input, then those of the second. */
public record ConcatenateLayer() implements Layer {

  @Override
  public Shape result(List<Shape> inputs) {
    return Concatenate.resultShape(inputs.get(0), inputs.get(1));
  }

  @Override
  public List<Operation> forward(NodeTensors node) {
    return List.of(new Concatenate(node.input(0), node.input(1), node.result()));
  }

  @Override
  public List<Operation> backward(NodeTensors node) {
    return List.of(
        new Concatenate.Backward(
            node.resultGradient(), node.inputGradient(0), node.inputGradient(1)));
  }
}
