package org.echodc.network.layer;

import java.util.List;
import java.util.Optional;
import org.echodc.network.Parameter;
import org.echodc.network.Purpose;
import org.echodc.operation.Operation;
import org.echodc.operation.layer.BatchNorm;
import org.echodc.operation.layer.Moments;
import org.echodc.tensor.Shape;

/**
 * {@link BatchNorm} with affine. Its state is the running statistics: training updates them,
 * testing reads them, and all else leaves them alone and goes by those of the batch.
 */
public record BatchNormLayer() implements Layer {

  private static Shape ofChannels(List<Shape> inputs) {
    return Shape.of(inputs.get(0).extent(3));
  }

  @Override
  public Shape result(List<Shape> inputs) {
    return inputs.get(0);
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    return Norms.parameters(ofChannels(inputs));
  }

  @Override
  public List<Parameter> state(List<Shape> inputs) {
    Shape channels = ofChannels(inputs);
    return List.of(
        Parameter.constant("runningMean", channels, 0),
        Parameter.constant("runningVariance", channels, 1));
  }

  @Override
  public List<Saved> saved(List<Shape> inputs) {
    return Norms.saved(ofChannels(inputs));
  }

  private static Moments moments(NodeTensors node) {
    return new Moments(node.savedOfBatch(0), node.savedOfBatch(1));
  }

  private static BatchNorm.Running running(NodeTensors node) {
    return new BatchNorm.Running(node.state(0), node.state(1));
  }

  @Override
  public List<Operation> forward(NodeTensors node) {
    if (node.purpose() == Purpose.TESTING) {
      return List.of(
          new BatchNorm.Inference(Norms.affine(node), running(node), node.input(0), node.result()));
    }
    Optional<BatchNorm.Running> updated =
        node.purpose().isTraining() ? Optional.of(running(node)) : Optional.empty();
    return List.of(
        new BatchNorm(Norms.affine(node), node.input(0), node.result(), moments(node), updated));
  }

  @Override
  public List<Operation> backward(NodeTensors node) {
    return List.of(
        new BatchNorm.Backward(
            node.parameter(0), node.input(0), moments(node), Norms.gradients(node)));
  }
}
