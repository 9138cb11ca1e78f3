package org.echodc.device.cuda;

import java.util.Map;

/**
 * Who computes the layers of a network: these operations are what the devices of a GPU differ in.
 *
 * @param convBlocks blocks of a ConvNet
 * @param convolutions by themselves
 * @param pooling by itself
 * @param linear fully connected layers
 * @param crossEntropy loss and gradient of the logits
 * @param pairProducts of the unfused discrepancy
 * @param versions of the libraries that are used, by name
 */
public record Layers(
    ConvBlocks convBlocks,
    Convolutions convolutions,
    Pooling pooling,
    LinearLayers linear,
    CrossEntropy crossEntropy,
    PairProducts pairProducts,
    Map<String, String> versions) {

  /** Makes them for a GPU that has been started. */
  @FunctionalInterface
  public interface Factory {
    /**
     * Makes them.
     *
     * @param context is told what to close: {@link CudaContext#whenClosed}
     * @param kernels to use where no other way is better
     */
    Layers create(CudaContext context, SharedKernels kernels);
  }
}
