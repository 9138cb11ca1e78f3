package org.echodc.network;

import java.util.List;
import java.util.Optional;
import org.echodc.network.layer.NodeTensors;
import org.echodc.tensor.Tensor;

/**
 * The tensors of a node for the first images of a batch.
 *
 * @param tensors of the node for the whole batch
 * @param count how many images
 * @param parameterGradients where to write gradients w.r.t. the parameters, none if not wanted
 * @param gradients in the backward pass
 */
record NodeView(
    Tensors tensors, int count, List<Tensor> parameterGradients, Optional<NodeGradients> gradients)
    implements NodeTensors {

  /**
   * What does not depend on the number of images.
   *
   * @param inputs what the node reads
   * @param result what it computes
   * @param parameters its parameters
   * @param saved what it saves
   * @param state its state
   * @param purpose of the pass
   */
  record Tensors(
      List<Tensor> inputs,
      Tensor result,
      List<Tensor> parameters,
      List<Tensor> saved,
      List<Tensor> state,
      Purpose purpose) {}

  private Tensor first(Tensor batch) {
    return batch.rows(0, count);
  }

  @Override
  public Tensor input(int index) {
    return first(tensors.inputs().get(index));
  }

  @Override
  public Tensor result() {
    return first(tensors.result());
  }

  @Override
  public Tensor parameter(int index) {
    return tensors.parameters().get(index);
  }

  @Override
  public boolean saves() {
    return tensors.purpose().hasBackward();
  }

  @Override
  public Tensor saved(int index) {
    return first(tensors.saved().get(index));
  }

  @Override
  public Tensor savedOfBatch(int index) {
    return tensors.saved().get(index);
  }

  @Override
  public Tensor state(int index) {
    return tensors.state().get(index);
  }

  @Override
  public Purpose purpose() {
    return tensors.purpose();
  }

  @Override
  public Tensor resultGradient() {
    return first(gradients.orElseThrow().ofResult());
  }

  @Override
  public Optional<Tensor> inputGradient(int index) {
    return gradients.orElseThrow().ofInputs().get(index).map(this::first);
  }

  @Override
  public Optional<Tensor> parameterGradient(int index) {
    return parameterGradients.isEmpty()
        ? Optional.empty()
        : Optional.of(parameterGradients.get(index));
  }
}
