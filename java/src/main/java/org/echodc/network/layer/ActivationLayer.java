package org.echodc.network.layer;

import java.util.List;
import org.echodc.operation.Operation;
import org.echodc.operation.layer.Activation;
import org.echodc.tensor.Shape;

/** {@link Activation}. */
public record ActivationLayer(Activation.Function function) implements Layer {

  @Override
  public Shape result(List<Shape> inputs) {
    return inputs.get(0);
  }

  @Override
  public List<Operation> forward(NodeTensors node) {
    return List.of(new Activation(function, node.input(0), node.result()));
  }

  @Override
  public List<Operation> backward(NodeTensors node) {
    return node.inputGradient(0).stream()
        .<Operation>map(
            src -> new Activation.Backward(function, node.input(0), node.resultGradient(), src))
        .toList();
  }
}
