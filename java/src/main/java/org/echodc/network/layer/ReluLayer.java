package org.echodc.network.layer;

import java.util.List;
import org.echodc.operation.Operation;
import org.echodc.operation.layer.Relu;
import org.echodc.tensor.Shape;

/** {@link Relu}. */
public record ReluLayer() implements Layer {

  @Override
  public Shape result(List<Shape> inputs) {
    return inputs.get(0);
  }

  @Override
  public List<Operation> forward(NodeTensors node) {
    return List.of(new Relu(node.input(0), node.result()));
  }

  @Override
  public List<Operation> backward(NodeTensors node) {
    return node.inputGradient(0).stream()
        .<Operation>map(src -> new Relu.Backward(node.result(), node.resultGradient(), src))
        .toList();
  }
}
