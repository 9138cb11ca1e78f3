package org.echodc.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.echodc.device.TensorScope;
import org.echodc.operation.ConvBlock;
import org.echodc.operation.Operation;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** From images to features: memory for the results of every block, and the pass itself. */
public final class ConvNetForward {
  private final ConvNetSpec spec;
  private final boolean saves;
  private final List<Tensor> results = new ArrayList<>();
  private final List<ConvBlock.Saved> saved = new ArrayList<>();

  /** Like the other constructor, with results and what is kept in FLOAT32. */
  public ConvNetForward(TensorScope memory, ConvNetSpec spec, int batch, boolean saves) {
    this(memory, spec, batch, saves, DataType.FLOAT32);
  }

  /**
   * Allocates memory for a batch.
   *
   * @param batch most images of a pass
   * @param saves whether activations are saved for a backward pass
   * @param activations type of the results between blocks and of what is kept; features are FLOAT32
   */
  public ConvNetForward(
      TensorScope memory, ConvNetSpec spec, int batch, boolean saves, DataType activations) {
    this.spec = spec;
    this.saves = saves;
    for (int block = 0; block < spec.depth(); block++) {
      boolean features = block == spec.depth() - 1;
      results.add(
          memory.allocate(
              features ? DataType.FLOAT32 : activations, spec.blockInput(block + 1, batch)));
      if (saves) {
        Shape statistics = Shape.of(batch, spec.width());
        saved.add(
            new ConvBlock.Saved(
                memory.allocate(activations, spec.convolution(block, batch)),
                memory.floats(statistics),
                memory.floats(statistics)));
      }
    }
  }

  /**
   * Computes features.
   *
   * @param to takes the operations
   * @param images [n, height, width, channels], normalised, n at most the batch
   * @return [n, features], valid until the next pass
   */
  public Tensor run(Consumer<Operation> to, ConvNetParameters parameters, Tensor images) {
    int count = images.shape().extent(0);
    Tensor src = images;
    for (int block = 0; block < spec.depth(); block++) {
      ConvBlock.Parameters layer = parameters.blocks().get(block);
      Tensor dst = result(block, count);
      Optional<ConvBlock.Saved> kept = saves ? Optional.of(saved(block, count)) : Optional.empty();
      to.accept(new ConvBlock(layer, src, dst, kept));
      src = dst;
    }
    return src.reshape(Shape.of(count, spec.features()));
  }

  /** Result of a block for the first {@code count} images. */
  Tensor result(int block, int count) {
    return results.get(block).rows(0, count);
  }

  /** What a block kept of {@code count} images. */
  ConvBlock.Saved saved(int block, int count) {
    ConvBlock.Saved all = saved.get(block);
    return new ConvBlock.Saved(
        all.convolution().rows(0, count),
        all.mean().rows(0, count),
        all.inverseStd().rows(0, count));
  }
}
