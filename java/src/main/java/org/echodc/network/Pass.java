package org.echodc.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.echodc.network.ActivationTypes.Slot;
import org.echodc.network.layer.Layer;
import org.echodc.operation.Operation;
import org.echodc.tensor.Allocator;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * A network at work on a batch for one {@link Purpose}: the tensors between its layers, and the
 * operations that compute them, forward and backward: the activations, what is saved for backward,
 * and the gradients, by reverse-mode differentiation.
 *
 * <p>A value that several nodes read has a gradient from each of them; these are added up from the
 * last reader to the first, so that results do not depend on anything but the graph. What must live
 * from the forward to the backward pass is not declared: it is what the backward operations read.
 */
public final class Pass {
  private final Network network;
  private final Purpose purpose;
  private final int batch;

  /** The values of the network: the images, then the result of each node. */
  private final List<Tensor> values = new ArrayList<>();

  private final List<List<Tensor>> saved = new ArrayList<>();

  /** Empty where there is no backward pass. */
  private final Optional<GradientPlan> gradients;

  /** Makes the tensor of an activation, or of the gradient w.r.t. it. */
  @FunctionalInterface
  interface SlotAllocator {
    Tensor allocate(Slot slot, Shape shape);
  }

  Pass(Network network, Purpose purpose, int batch, SlotAllocator slots, Allocator memory) {
    this.network = network;
    this.purpose = purpose;
    this.batch = batch;
    values.add(memory.floats(network.shape(0, batch)));
    for (int value = 1; value <= network.nodes().size(); value++) {
      Node node = network.nodes().get(value - 1);
      values.add(slots.allocate(Slot.result(value), network.shape(value, batch)));
      List<Tensor> ofNode = new ArrayList<>();
      for (Layer.Saved kept : node.layer().saved(network.inputShapes(node, batch))) {
        ofNode.add(slots.allocate(new Slot(value, ofNode.size()), kept.shape()));
      }
      saved.add(ofNode);
    }
    gradients =
        purpose.hasBackward()
            ? Optional.of(new GradientPlan(network, purpose, batch, slots))
            : Optional.empty();
  }

  /**
   * Takes memory for a pass.
   *
   * @param batch most images
   * @param types of the activations
   */
  public Pass(
      Network network, Purpose purpose, int batch, ActivationTypes types, Allocator memory) {
    this(network, purpose, batch, (slot, shape) -> memory.allocate(types.of(slot), shape), memory);
  }

  /** Where the images go, FLOAT32 [batch, height, width, channels], normalised. */
  public Tensor images() {
    return values.get(0);
  }

  /** The features, FLOAT32 [batch, features]. */
  public Tensor features() {
    return flat(values.get(values.size() - 1));
  }

  /** Where the gradient w.r.t. the features goes, FLOAT32 [batch, features]. */
  public Tensor featureGradient() {
    return flat(gradients.orElseThrow().ofFeatures());
  }

  private Tensor flat(Tensor images) {
    return images.reshape(Shape.of(batch, network.features()));
  }

  /** The gradient w.r.t. the images, FLOAT32 [batch, height, width, channels]. */
  public Tensor imageGradient() {
    return gradients.flatMap(GradientPlan::ofImages).orElseThrow();
  }

  /**
   * From images to features.
   *
   * @param count images of the batch that are there, the first ones
   */
  public List<Operation> forward(Parameters parameters, int count) {
    List<Operation> operations = new ArrayList<>();
    for (int node = 0; node < network.nodes().size(); node++) {
      NodeView view = new NodeView(tensors(node, parameters), count, List.of(), Optional.empty());
      operations.addAll(layer(node).forward(view));
    }
    return operations;
  }

  /** Like {@link #forward(Parameters, int)} for the whole batch. */
  public List<Operation> forward(Parameters parameters) {
    return forward(parameters, batch);
  }

  /**
   * From the gradient w.r.t. the features to those that the purpose asks for.
   *
   * @param parameterGradients receives the gradients w.r.t. the parameters, summed over the images;
   *     not those of the classifier, which is no part of the pass. Not looked at where they are not
   *     wanted
   * @param count images of the forward pass
   */
  public List<Operation> backward(Parameters parameters, Parameters parameterGradients, int count) {
    List<Operation> operations = new ArrayList<>();
    for (NodeGradients around : gradients.orElseThrow().lastToFirst()) {
      int node = around.node();
      List<Tensor> wanted = purpose.ofParameters() ? parameterGradients.of(node) : List.of();
      NodeView view = new NodeView(tensors(node, parameters), count, wanted, Optional.of(around));
      operations.addAll(layer(node).backward(view));
      around.sums().forEach(sum -> operations.add(sum.of(count)));
    }
    return operations;
  }

  /** The gradient w.r.t. the images of a whole batch, from that w.r.t. its features. */
  public List<Operation> backward(Parameters parameters) {
    return backward(parameters, parameters, batch);
  }

  private Layer layer(int node) {
    return network.nodes().get(node).layer();
  }

  private NodeView.Tensors tensors(int node, Parameters parameters) {
    return new NodeView.Tensors(
        network.nodes().get(node).inputs().stream().map(values::get).toList(),
        values.get(node + 1),
        parameters.of(node),
        saved.get(node),
        parameters.stateOf(node),
        purpose);
  }
}
