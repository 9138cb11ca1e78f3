package org.echodc.network.layer;

import java.util.Optional;
import org.echodc.network.Purpose;
import org.echodc.tensor.Tensor;

/** The tensors of a layer at its place in a network, for one batch. */
public interface NodeTensors {

  /** What the layer reads. */
  Tensor input(int index);

  /** What the layer computes. */
  Tensor result();

  /** A parameter of the layer. */
  Tensor parameter(int index);

  /** Whether a backward pass follows, so that activations must be saved for it. */
  boolean saves();

  /** What the layer saves for the backward pass, for the images that are there. */
  Tensor saved(int index);

  /** What the layer saves for the backward pass, if it is one for all images together. */
  Tensor savedOfBatch(int index);

  /** State of the layer. */
  Tensor state(int index);

  /** What the network is computed for. */
  Purpose purpose();

  /** Gradient w.r.t. the result; in the backward pass alone. */
  Tensor resultGradient();

  /** Where to write the gradient w.r.t. an input, if it is wanted or the layer needs the place. */
  Optional<Tensor> inputGradient(int index);

  /** Where to write the gradient w.r.t. a parameter, if it is wanted. */
  Optional<Tensor> parameterGradient(int index);
}
