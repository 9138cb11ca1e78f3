package org.echodc.device.cuda.layer;

import java.util.List;
import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.driver.Grid;
import org.echodc.operation.image.Augmentation;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Tensor;

/** What the launchers of {@code gather.cu} and {@code decode.cu} share. */
public final class Images {
  /** Threads of a block, which works on one image. */
  public static final int THREADS = 256;

  /** Shared memory of a block: the partial sums of its warps, in double precision. */
  static final int SHARED_BYTES = Grid.WARP * Double.BYTES;

  private Images() {}

  /** A block for each image. */
  public static Grid grid(int images) {
    return Grid.of(images, THREADS).withShared(SHARED_BYTES);
  }

  /** Means, then standard deviations, of the channels, on the device. */
  public static Tensor normalization(CudaContext context, Normalization normalization) {
    List<Float> mean = normalization.mean();
    float[] values = new float[2 * mean.size()];
    for (int c = 0; c < mean.size(); c++) {
      values[c] = mean.get(c);
      values[mean.size() + c] = normalization.std().get(c);
    }
    return context.constant(normalization, values);
  }

  /** How many consecutive images of a batch a row of the augmentation table is for. */
  public static int imagesOfRow(Augmentation augmentation, int images) {
    return images / augmentation.table().shape().extent(0);
  }
}
