package org.echodc.device.cuda;

import java.util.List;
import org.echodc.operation.Augmentation;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Tensor;

/** What the launchers of {@code gather.cu} and {@code decode.cu} share. */
final class Images {
  /** Threads of a block, which works on one image. */
  static final int THREADS = 256;

  /** Shared memory of a block: the partial sums of its warps, in double precision. */
  static final int SHARED_BYTES = Grid.WARP * Double.BYTES;

  private Images() {}

  /** A block for each image. */
  static Grid grid(int images) {
    return Grid.of(images, THREADS).withShared(SHARED_BYTES);
  }

  /** Means, then standard deviations, of the channels, on the device. */
  static Tensor normalization(CudaContext context, Normalization normalization) {
    List<Float> mean = normalization.mean();
    float[] values = new float[2 * mean.size()];
    for (int c = 0; c < mean.size(); c++) {
      values[c] = mean.get(c);
      values[mean.size() + c] = normalization.std().get(c);
    }
    return context.constant(normalization, values);
  }

  /** How many consecutive images of a batch a row of the augmentation table is for. */
  static int imagesOfRow(Augmentation augmentation, int images) {
    return images / augmentation.table().shape().extent(0);
  }
}
