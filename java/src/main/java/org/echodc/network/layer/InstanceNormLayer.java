package org.echodc.network.layer;

import java.util.List;
import java.util.Optional;
import org.echodc.network.Parameter;
import org.echodc.operation.Operation;
import org.echodc.operation.layer.InstanceNorm;
import org.echodc.tensor.Shape;

/**
 * {@link InstanceNorm} with affine.
 *
 * @param relu whether ReLU follows
 */
public record InstanceNormLayer(boolean relu) implements Layer {

  @Override
  public Shape result(List<Shape> inputs) {
    return inputs.get(0);
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    return Norms.parameters(Shape.of(inputs.get(0).extent(3)));
  }

  @Override
  public List<Saved> saved(List<Shape> inputs) {
    Shape src = inputs.get(0);
    return Norms.saved(Shape.of(src.extent(0), src.extent(3)));
  }

  private InstanceNorm.Affine affine(NodeTensors node) {
    return new InstanceNorm.Affine(node.parameter(0), node.parameter(1), relu);
  }

  private static InstanceNorm.Statistics statistics(NodeTensors node) {
    return new InstanceNorm.Statistics(node.saved(0), node.saved(1));
  }

  /** The operation has no form without it. */
  @Override
  public boolean needsInputGradients() {
    return true;
  }

  @Override
  public List<Operation> forward(NodeTensors node) {
    return List.of(new InstanceNorm(affine(node), node.input(0), node.result(), statistics(node)));
  }

  @Override
  public List<Operation> backward(NodeTensors node) {
    Optional<InstanceNorm.Gradients> gradients =
        node.parameterGradient(0)
            .map(
                scale ->
                    new InstanceNorm.Gradients(scale, node.parameterGradient(1).orElseThrow()));
    return List.of(
        new InstanceNorm.Backward(
            affine(node),
            node.input(0),
            statistics(node),
            node.resultGradient(),
            node.inputGradient(0).orElseThrow(),
            gradients));
  }
}
