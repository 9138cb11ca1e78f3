package org.echodc.network;

import java.util.List;
import java.util.Optional;
import org.echodc.operation.Operation;
import org.echodc.operation.layer.Add;
import org.echodc.tensor.Tensor;

/**
 * Gradients around one node.
 *
 * @param node its place among the nodes
 * @param ofResult w.r.t. its result, which later nodes have written
 * @param ofInputs w.r.t. each input, where wanted or written in any case
 * @param sums to take after the node: of its gradients and those of later readers of its inputs
 */
record NodeGradients(int node, Tensor ofResult, List<Optional<Tensor>> ofInputs, List<Sum> sums) {

  /**
   * A sum of two gradients w.r.t. one value.
   *
   * @param later of the nodes behind
   * @param own of this node
   * @param all receives the sum
   */
  record Sum(Tensor later, Tensor own, Tensor all) {
    Operation of(int count) {
      return new Add(later.rows(0, count), own.rows(0, count), all.rows(0, count));
    }
  }
}
