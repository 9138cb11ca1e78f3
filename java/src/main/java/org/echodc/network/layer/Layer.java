package org.echodc.network.layer;

import java.util.List;
import org.echodc.network.Parameter;
import org.echodc.operation.Operation;
import org.echodc.tensor.Shape;

/**
 * One step of a network, a module without weights of its own: immutable, the same for every batch.
 * It computes nothing by itself but says by which operations a device does, which parameters they
 * have (initialised by fan-in, fan-out or with a constant) and which activations are saved for
 * backward.
 */
public interface Layer {

  /**
   * Shape of the result, [batch, height, width, channels].
   *
   * @param inputs shapes of what it reads
   * @throws IllegalArgumentException if it cannot read them
   */
  Shape result(List<Shape> inputs);

  /** Its parameters, in the order of their memory. */
  default List<Parameter> parameters(List<Shape> inputs) {
    return List.of();
  }

  /**
   * What it keeps from one training step to the next and does not learn by gradients, in the order
   * of its memory; constants at the beginning.
   */
  default List<Parameter> state(List<Shape> inputs) {
    return List.of();
  }

  /** What is saved for backward beside the inputs and the result. */
  default List<Saved> saved(List<Shape> inputs) {
    return List.of();
  }

  /**
   * A tensor that a forward pass saves for the backward pass.
   *
   * @param shape its extents, the batch first unless it is one for all images together
   * @param activation whether it may be stored as activations are, or is always FLOAT32
   */
  record Saved(Shape shape, boolean activation) {}

  /** Whether its operations take activations that are stored as BFLOAT16. */
  default boolean takesBfloat16() {
    return false;
  }

  /**
   * Whether the gradients of its inputs are that of the result itself, so that none is computed.
   */
  default boolean passesGradient() {
    return false;
  }

  /**
   * Whether its backward pass writes the gradients of its inputs in any case: it is given a place
   * for them even where nobody reads them.
   */
  default boolean needsInputGradients() {
    return false;
  }

  /** The operations that compute the result. */
  List<Operation> forward(NodeTensors node);

  /** The operations that compute those gradients that are wanted. */
  List<Operation> backward(NodeTensors node);
}
