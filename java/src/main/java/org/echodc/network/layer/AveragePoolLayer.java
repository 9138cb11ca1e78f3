package org.echodc.network.layer;

import java.util.List;
import org.echodc.operation.Operation;
import org.echodc.operation.layer.AveragePool;
import org.echodc.tensor.Shape;

/** {@link AveragePool}. */
public record AveragePoolLayer(AveragePool.Window window) implements Layer {

  @Override
  public Shape result(List<Shape> inputs) {
    return window.resultShape(inputs.get(0));
  }

  @Override
  public List<Operation> forward(NodeTensors node) {
    return List.of(new AveragePool(window, node.input(0), node.result()));
  }

  @Override
  public List<Operation> backward(NodeTensors node) {
    return node.inputGradient(0).stream()
        .<Operation>map(src -> new AveragePool.Backward(window, node.resultGradient(), src))
        .toList();
  }
}
