package org.echodc.network;

import java.util.ArrayList;
import java.util.List;
import org.echodc.device.Device;
import org.echodc.device.TensorScope;
import org.echodc.device.operation.ConvBlock;
import org.echodc.device.operation.ConvBlockSaved;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** From images to features: memory for the results of every block, and the pass itself. */
public final class ConvNetForward {
  private final Device device;
  private final ConvNetSpec spec;
  private final int savedImages;
  private final List<Tensor> results = new ArrayList<>();
  private final List<ConvBlockSaved> saved = new ArrayList<>();

  /** Like the other constructor, with results and what is kept in FLOAT32. */
  public ConvNetForward(TensorScope memory, ConvNetSpec spec, int batch, int savedImages) {
    this(memory, spec, batch, savedImages, DataType.FLOAT32);
  }

  /**
   * Allocates memory for a batch.
   *
   * @param batch most images of a pass
   * @param savedImages how many images at the end of a batch keep what a backward pass needs
   * @param activations type of the results between blocks and of what is kept; features are FLOAT32
   */
  public ConvNetForward(
      TensorScope memory, ConvNetSpec spec, int batch, int savedImages, DataType activations) {
    this.device = memory.device();
    this.spec = spec;
    this.savedImages = savedImages;
    for (int block = 0; block < spec.depth(); block++) {
      boolean features = block == spec.depth() - 1;
      results.add(
          memory.allocate(
              features ? DataType.FLOAT32 : activations, spec.blockInput(block + 1, batch)));
      if (savedImages > 0) {
        Shape statistics = Shape.of(savedImages, spec.width());
        saved.add(
            new ConvBlockSaved(
                memory.allocate(activations, spec.convolution(block, savedImages)),
                memory.floats(statistics),
                memory.floats(statistics)));
      }
    }
  }

  /**
   * Computes features.
   *
   * @param images [n, height, width, channels], normalised, n at most the batch
   * @return [n, features], valid until the next pass
   */
  public Tensor run(ConvNetParameters parameters, Tensor images) {
    int count = images.shape().extent(0);
    Tensor src = images;
    for (int block = 0; block < spec.depth(); block++) {
      ConvBlock layer = parameters.blocks().get(block);
      Tensor dst = result(block, count);
      if (savedImages > 0) {
        device.convBlockForward(layer, src, dst, saved(block, Math.min(savedImages, count)));
      } else {
        device.convBlockForward(layer, src, dst);
      }
      src = dst;
    }
    return src.reshape(Shape.of(count, spec.features()));
  }

  /** Result of a block for the first {@code count} images. */
  Tensor result(int block, int count) {
    return results.get(block).rows(0, count);
  }

  /** What a block kept of {@code count} images. */
  ConvBlockSaved saved(int block, int count) {
    ConvBlockSaved all = saved.get(block);
    return new ConvBlockSaved(
        all.convolution().rows(0, count),
        all.mean().rows(0, count),
        all.inverseStd().rows(0, count));
  }
}
