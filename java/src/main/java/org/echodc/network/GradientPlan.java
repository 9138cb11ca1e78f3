package org.echodc.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.echodc.network.ActivationTypes.Slot;
import org.echodc.tensor.Tensor;

/**
 * Walks a network from its last node to its first and makes the tensors of its gradients. Of a
 * value that several nodes read, the last reader writes the gradient; each earlier one writes its
 * own, and a sum follows.
 */
final class GradientPlan {
  private final Network network;
  private final Purpose purpose;
  private final int batch;
  private final Pass.SlotAllocator slots;

  /** Gradient w.r.t. each value as far as the walk has come. */
  private final Map<Integer, Tensor> current = new HashMap<>();

  private final List<NodeGradients> lastToFirst = new ArrayList<>();

  GradientPlan(Network network, Purpose purpose, int batch, Pass.SlotAllocator slots) {
    this.network = network;
    this.purpose = purpose;
    this.batch = batch;
    this.slots = slots;
    int features = network.nodes().size();
    current.put(features, gradient(features));
    for (int value = features; value > 0; value--) {
      if (wanted(value)) {
        visit(value);
      }
    }
  }

  private Tensor gradient(int value) {
    return slots.allocate(Slot.result(value), network.shape(value, batch));
  }

  /** Whether anything that is asked for lies on the way to a value. */
  private boolean wanted(int value) {
    if (purpose.ofImages()) {
      return true; // every value comes from the images
    }
    if (value == 0) {
      return false;
    }
    Node node = network.nodes().get(value - 1);
    return !node.layer().parameters(network.inputShapes(node, 1)).isEmpty()
        || node.inputs().stream().anyMatch(this::wanted);
  }

  private void visit(int value) {
    Node node = network.nodes().get(value - 1);
    Tensor ofResult = current.get(value);
    List<Optional<Tensor>> ofInputs = new ArrayList<>();
    for (int input : node.inputs()) {
      Optional<Tensor> gradient = Optional.empty();
      if (wanted(input) && node.layer().passesGradient()) {
        gradient = Optional.of(ofResult);
      } else if (wanted(input) || node.layer().needsInputGradients()) {
        gradient = Optional.of(gradient(input));
      }
      ofInputs.add(gradient);
    }
    List<NodeGradients.Sum> sums = new ArrayList<>();
    for (int i = 0; i < ofInputs.size(); i++) {
      int input = node.inputs().get(i);
      if (wanted(input)) {
        join(input, ofInputs.get(i).orElseThrow(), sums);
      }
    }
    lastToFirst.add(new NodeGradients(value - 1, ofResult, ofInputs, sums));
  }

  private void join(int input, Tensor own, List<NodeGradients.Sum> sums) {
    Tensor later = current.get(input);
    if (later == null) {
      current.put(input, own);
    } else {
      Tensor all = gradient(input);
      sums.add(new NodeGradients.Sum(later, own, all));
      current.put(input, all);
    }
  }

  List<NodeGradients> lastToFirst() {
    return List.copyOf(lastToFirst);
  }

  /** Gradient w.r.t. the features, which the pass is given. */
  Tensor ofFeatures() {
    return lastToFirst.get(0).ofResult();
  }

  /** Gradient w.r.t. the images, where wanted. */
  Optional<Tensor> ofImages() {
    return Optional.ofNullable(current.get(0));
  }
}
