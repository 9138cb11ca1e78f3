package org.echodc.network;

import java.util.Arrays;
import java.util.List;
import org.echodc.network.layer.Layer;

/**
 * A layer in a network, and the values it reads. The images are value 0; the result of the first
 * node is value 1, and so on.
 *
 * @param layer what is computed
 * @param inputs numbers of earlier values
 */
record Node(Layer layer, List<Integer> inputs) {

  /** Keeps an immutable copy. */
  Node {
    inputs = List.copyOf(inputs);
  }

  static Node of(Layer layer, int... inputs) {
    return new Node(layer, Arrays.stream(inputs).boxed().toList());
  }
}
