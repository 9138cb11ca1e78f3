package org.echodc.network.layer;

import java.util.List;
import org.echodc.network.Parameter;
import org.echodc.operation.Operation;
import org.echodc.operation.layer.GroupNorm;
import org.echodc.tensor.Shape;

/**
 * {@link GroupNorm} with affine.
 *
 * @param groups that the channels are cut into
 */
public record GroupNormLayer(int groups) implements Layer {

  @Override
  public Shape result(List<Shape> inputs) {
    GroupNorm.check(groups, inputs.get(0).extent(3));
    return inputs.get(0);
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    return Norms.parameters(Shape.of(inputs.get(0).extent(3)));
  }

  @Override
  public List<Saved> saved(List<Shape> inputs) {
    return Norms.saved(Shape.of(inputs.get(0).extent(0), groups));
  }

  @Override
  public List<Operation> forward(NodeTensors node) {
    return List.of(
        new GroupNorm(
            groups, Norms.affine(node), node.input(0), node.result(), Norms.moments(node)));
  }

  @Override
  public List<Operation> backward(NodeTensors node) {
    return List.of(
        new GroupNorm.Backward(
            groups, node.parameter(0), node.input(0), Norms.moments(node), Norms.gradients(node)));
  }
}
