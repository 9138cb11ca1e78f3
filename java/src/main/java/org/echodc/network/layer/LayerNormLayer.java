package org.echodc.network.layer;

import java.util.List;
import org.echodc.network.Parameter;
import org.echodc.operation.Operation;
import org.echodc.operation.layer.LayerNorm;
import org.echodc.tensor.Shape;

/** {@link LayerNorm} with affine. */
public record LayerNormLayer() implements Layer {

  @Override
  public Shape result(List<Shape> inputs) {
    return inputs.get(0);
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    return Norms.parameters(LayerNorm.parameterShape(inputs.get(0)));
  }

  @Override
  public List<Saved> saved(List<Shape> inputs) {
    return Norms.saved(Shape.of(inputs.get(0).extent(0)));
  }

  @Override
  public List<Operation> forward(NodeTensors node) {
    return List.of(
        new LayerNorm(Norms.affine(node), node.input(0), node.result(), Norms.moments(node)));
  }

  @Override
  public List<Operation> backward(NodeTensors node) {
    return List.of(
        new LayerNorm.Backward(
            node.parameter(0), node.input(0), Norms.moments(node), Norms.gradients(node)));
  }
}
