package org.echodc.benchmarks.peers.network;

import static org.bytedeco.pytorch.global.torch.ones;
import static org.bytedeco.pytorch.global.torch.rand;
import static org.bytedeco.pytorch.global.torch.randn;
import static org.bytedeco.pytorch.global.torch.zeros;

import org.bytedeco.pytorch.Tensor;
import org.echodc.benchmarks.peers.Torch;

/** Where a network's parameters get their first values from. */
@FunctionalInterface
public interface TorchValues {

  /** How a parameter begins. */
  enum Initial {
    /** Uniform in +-1/sqrt(fan-in), as PyTorch's layers do. */
    BY_FAN_IN,
    /** As {@link #BY_FAN_IN}: a bias that the normalisation behind it subtracts again. */
    SUBTRACTED_BIAS,
    /** Normal with variance 2/fan-out. */
    BY_FAN_OUT,
    ONE,
    ZERO
  }

  /**
   * The next parameter.
   *
   * @param fan as the initial values need it: inputs of one result, or results of one input
   * @param extents of the parameter: those of a convolution's weights [out, in, kernel, kernel]; of
   *     a linear layer's [out, channels, height, width], as if it were the convolution over a whole
   *     map; of others [1, channels, height, width], with 1 for what they do not have
   */
  Tensor next(Initial initial, long fan, long... extents);

  /** Random numbers. */
  static TorchValues random() {
    return (initial, fan, extents) ->
        switch (initial) {
          case BY_FAN_IN, SUBTRACTED_BIAS ->
              rand(extents).sub(Torch.scalar(0.5)).mul(Torch.scalar(2 / Math.sqrt(fan)));
          case BY_FAN_OUT -> randn(extents).mul(Torch.scalar(Math.sqrt(2.0 / fan)));
          case ONE -> ones(extents);
          case ZERO -> zeros(extents);
        };
  }
}
