package org.echodc.network;

import java.util.ArrayList;
import java.util.List;
import org.echodc.operation.Operation;
import org.echodc.operation.RandomKey;
import org.echodc.operation.layer.Linear;
import org.echodc.operation.training.Initialize;
import org.echodc.operation.training.UniformSegment;
import org.echodc.tensor.Allocator;
import org.echodc.tensor.Tensor;

/**
 * Parameters of a network, or gradients in the same layout: one flat tensor, so that initialisation
 * and SGD are one operation each, and views of it for every node in order, the classifier last.
 */
public final class Parameters {
  private final List<UniformSegment> initialDistribution;
  private final Tensor flat;
  private final List<List<Tensor>> views = new ArrayList<>();

  /** Takes memory for parameters with undefined values. */
  public Parameters(Network network, Allocator memory) {
    List<List<Parameter>> parameters = network.parameters();
    initialDistribution =
        parameters.stream().flatMap(List::stream).map(Parameter::segment).toList();
    flat = memory.floats(Math.toIntExact(network.parameterCount()));
    long used = 0;
    for (List<Parameter> ofNode : parameters) {
      List<Tensor> tensors = new ArrayList<>();
      for (Parameter parameter : ofNode) {
        tensors.add(flat.view(used, parameter.shape()));
        used += parameter.shape().elements();
      }
      views.add(List.copyOf(tensors));
    }
  }

  /** The operation that draws new initial values. */
  public Operation initialize(RandomKey key) {
    return new Initialize(key, initialDistribution, flat);
  }

  /** All parameters, [parameters]. */
  public Tensor flat() {
    return flat;
  }

  /** Those of a node, by its place among the nodes. */
  List<Tensor> of(int node) {
    return views.get(node);
  }

  /** The classifier, [features, classes]. */
  public Linear.Parameters classifier() {
    List<Tensor> last = views.get(views.size() - 1);
    return new Linear.Parameters(last.get(0), last.get(1));
  }
}
