package org.echodc.network.layer;

import java.util.List;
import org.echodc.operation.Operation;
import org.echodc.operation.layer.MaxPool;
import org.echodc.tensor.Shape;

/** {@link MaxPool}. */
public record MaxPoolLayer(MaxPool.Window window) implements Layer {

  @Override
  public Shape result(List<Shape> inputs) {
    return window.resultShape(inputs.get(0));
  }

  @Override
  public List<Operation> forward(NodeTensors node) {
    return List.of(new MaxPool(window, node.input(0), node.result()));
  }

  @Override
  public List<Operation> backward(NodeTensors node) {
    return node.inputGradient(0).stream()
        .<Operation>map(
            src ->
                new MaxPool.Backward(
                    window, node.input(0), node.result(), node.resultGradient(), src))
        .toList();
  }
}
