package org.echodc.network.layer;

import java.util.List;
import org.echodc.operation.Operation;
import org.echodc.operation.layer.AveragePool;
import org.echodc.tensor.Shape;

/** {@link AveragePool} of whole images: one pixel is left of each, whatever their size. */
public record GlobalAveragePoolLayer() implements Layer {

  private static AveragePoolLayer covering(Shape src) {
    return new AveragePoolLayer(AveragePool.Window.covering(src));
  }

  @Override
  public Shape result(List<Shape> inputs) {
    return covering(inputs.get(0)).result(inputs);
  }

  @Override
  public List<Operation> forward(NodeTensors node) {
    return covering(node.input(0).shape()).forward(node);
  }

  @Override
  public List<Operation> backward(NodeTensors node) {
    return covering(node.input(0).shape()).backward(node);
  }
}
