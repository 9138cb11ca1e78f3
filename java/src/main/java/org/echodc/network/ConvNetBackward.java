package org.echodc.network;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.echodc.device.TensorScope;
import org.echodc.operation.ConvBlock;
import org.echodc.operation.Operation;
import org.echodc.tensor.Tensor;

/** From gradients of features back to those of the parameters. */
public final class ConvNetBackward {
  private final ConvNetSpec spec;
  private final ConvNetForward forward;
  private final List<Tensor> gradients = new ArrayList<>();

  /**
   * Allocates gradients of the results of every block but the last.
   *
   * @param forward the pass to go back through
   * @param batch most images of a pass
   */
  public ConvNetBackward(TensorScope memory, ConvNetSpec spec, ConvNetForward forward, int batch) {
    this.spec = spec;
    this.forward = forward;
    for (int block = 1; block < spec.depth(); block++) {
      gradients.add(memory.floats(spec.blockInput(block, batch)));
    }
  }

  /**
   * Gradient w.r.t. the parameters of the blocks, summed over a batch that the forward pass saved
   * whole.
   *
   * @param to takes the operations
   * @param images of the forward pass, [n, height, width, channels]
   * @param featureGradient [n, features]
   * @param parameterGradients receives the gradients of the blocks, not of the classifier
   */
  public void run(
      Consumer<Operation> to,
      ConvNetParameters parameters,
      Tensor images,
      Tensor featureGradient,
      ConvNetParameters parameterGradients) {
    int count = images.shape().extent(0);
    Tensor dst = featureGradient.reshape(spec.blockInput(spec.depth(), count));
    for (int block = spec.depth() - 1; block >= 0; block--) {
      ConvBlock.Parameters into = parameterGradients.blocks().get(block);
      ConvBlock.ParameterGradients wanted =
          new ConvBlock.ParameterGradients(
              block == 0 ? images : forward.result(block - 1, count),
              into.weight(),
              into.scale(),
              into.shift());
      Tensor src = block == 0 ? null : srcGradient(block, count);
      to.accept(
          new ConvBlock.Backward(
              parameters.blocks().get(block),
              forward.saved(block, count),
              dst,
              block == 0
                  ? ConvBlock.Gradients.ofParameters(wanted)
                  : ConvBlock.Gradients.ofBoth(src, wanted)));
      dst = src;
    }
  }

  private Tensor srcGradient(int block, int count) {
    return gradients.get(block - 1).rows(0, count);
  }
}
