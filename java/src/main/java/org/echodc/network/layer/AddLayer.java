package org.echodc.network.layer;

import java.util.List;
import org.echodc.operation.Operation;
import org.echodc.operation.layer.Add;
import org.echodc.tensor.Shape;

/** Sum of two values of the same shape: where a shortcut joins. */
public record AddLayer() implements Layer {

  @Override
  public Shape result(List<Shape> inputs) {
    if (!inputs.get(0).equals(inputs.get(1))) {
      throw new IllegalArgumentException(
          "values of shapes " + inputs.get(0) + " and " + inputs.get(1) + " cannot be added");
    }
    return inputs.get(0);
  }

  @Override
  public boolean passesGradient() {
    return true;
  }

  @Override
  public List<Operation> forward(NodeTensors node) {
    return List.of(new Add(node.input(0), node.input(1), node.result()));
  }

  @Override
  public List<Operation> backward(NodeTensors node) {
    return List.of();
  }
}
