package org.echodc.network;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.echodc.operation.Operation;
import org.echodc.operation.RandomKey;
import org.echodc.operation.layer.Linear;
import org.echodc.operation.training.InitialSegment;
import org.echodc.operation.training.Initialize;
import org.echodc.tensor.Allocator;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Parameters of a network, or gradients in the same layout: one flat tensor, so that initialisation
 * and SGD are one operation each, and views of it for every node in order, the classifier last. The
 * state of layers lies behind the parameters: it begins, is saved and goes on with them, but is not
 * trained.
 */
public final class Parameters {
  private final List<InitialSegment> initialDistribution;
  private final Tensor all;
  private final Tensor flat;
  private final List<List<Tensor>> views;
  private final List<List<Tensor>> states;

  /** Takes memory for parameters and state with undefined values. */
  public Parameters(Network network, Allocator memory) {
    this(network, network.state(), memory);
  }

  private Parameters(Network network, List<List<Parameter>> state, Allocator memory) {
    List<List<Parameter>> parameters = network.parameters();
    initialDistribution =
        Stream.concat(parameters.stream(), state.stream())
            .flatMap(List::stream)
            .map(Parameter::initial)
            .toList();
    int count = Math.toIntExact(network.parameterCount());
    all = memory.floats(initialDistribution.stream().mapToInt(InitialSegment::size).sum());
    flat = all.view(0, Shape.of(count));
    views = views(all, 0, parameters);
    states = views(all, count, state);
  }

  /** Takes memory for gradients w.r.t. the parameters: there are none w.r.t. the state. */
  public static Parameters ofGradients(Network network, Allocator memory) {
    return new Parameters(network, List.of(), memory);
  }

  private static List<List<Tensor>> views(
      Tensor all, long first, List<List<Parameter>> parametersOfNodes) {
    List<List<Tensor>> views = new ArrayList<>();
    long used = first;
    for (List<Parameter> ofNode : parametersOfNodes) {
      List<Tensor> tensors = new ArrayList<>();
      for (Parameter parameter : ofNode) {
        tensors.add(all.view(used, parameter.shape()));
        used += parameter.shape().elements();
      }
      views.add(List.copyOf(tensors));
    }
    return views;
  }

  /** The operation that draws new initial values of the parameters and resets the state. */
  public Operation initialize(RandomKey key) {
    return new Initialize(key, initialDistribution, all);
  }

  /** All parameters, [parameters]. */
  public Tensor flat() {
    return flat;
  }

  /** All parameters and behind them all state, [parameters + state]. */
  public Tensor withState() {
    return all;
  }

  /** Those of a node, by its place among the nodes. */
  List<Tensor> of(int node) {
    return views.get(node);
  }

  /** The state of a node, by its place among the nodes. */
  List<Tensor> stateOf(int node) {
    return states.get(node);
  }

  /** The classifier, [features, classes]. */
  public Linear.Parameters classifier() {
    List<Tensor> last = views.get(views.size() - 1);
    return new Linear.Parameters(last.get(0), last.get(1));
  }
}
