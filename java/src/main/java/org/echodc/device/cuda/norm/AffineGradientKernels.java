package org.echodc.device.cuda.norm;

import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.driver.Grid;
import org.echodc.device.cuda.driver.Kernel;
import org.echodc.device.cuda.driver.KernelModule;
import org.echodc.device.cuda.layer.ColumnSumKernels;
import org.echodc.operation.layer.Affine;
import org.echodc.operation.layer.Moments;
import org.echodc.tensor.Tensor;

/** Launches {@code affine_gradient.cu}. */
public final class AffineGradientKernels {
  /** Blocks that a GPU has work for; a number of its own, so that sums are the same on each. */
  private static final int ENOUGH_BLOCKS = 512;

  /** Rows of a slice, at least: a few for each of the rows of threads. */
  private static final int FEWEST_ROWS = 64;

  private final CudaContext context;
  private final ColumnSumKernels columnSums;
  private final Kernel sums;

  public AffineGradientKernels(CudaContext context, ColumnSumKernels columnSums) {
    this.context = context;
    this.columnSums = columnSums;
    sums = new KernelModule(context, "affine_gradient").kernel("affineGradientSums");
  }

  /**
   * How the columns of a matrix are summed up: slices of the rows by a block for each and every 32
   * columns, then the slices' sums.
   *
   * @param rows pixels of all images, or images
   * @param columns channels, or elements of an image
   */
  record Slices(int rows, int columns) {
    private int columnBlocks() {
      return Grid.blocks(columns, ColumnSumKernels.COLUMNS);
    }

    /** Rows of a slice. */
    int size() {
      int wanted = Math.max(1, ENOUGH_BLOCKS / columnBlocks());
      return Math.max(FEWEST_ROWS, Grid.blocks(rows, wanted));
    }

    /** Number of slices. */
    int count() {
      return Grid.blocks(rows, size());
    }

    /** A block for each slice and every 32 columns. */
    Grid grid() {
      return Grid.of(columnBlocks(), count(), ColumnSumKernels.THREADS)
          .withShared(ColumnSumKernels.SHARED_BYTES);
    }

    /** A workspace [slices, columns]. */
    Tensor workspace(CudaContext context, String name) {
      return context.workspace(name, (long) count() * columns);
    }
  }

  /**
   * The forward pass, as far as the gradients depend on it.
   *
   * @param src [rows, columns]
   * @param moments [images, groups]
   * @param rowsPerImage rows that share moments
   * @param groups parts of the columns that share moments
   */
  record Normalized(Tensor src, Moments moments, int rowsPerImage, int groups) {}

  /** The sums of each slice, in workspaces [slices, columns]. */
  Affine ofSlices(Slices slices, Normalized forward, Tensor dstGradient) {
    Affine partial =
        new Affine(
            slices.workspace(context, "affine scale sums"),
            slices.workspace(context, "affine shift sums"));
    launch(slices, forward, dstGradient, partial);
    return partial;
  }

  private void launch(Slices slices, Normalized forward, Tensor dstGradient, Affine dst) {
    sums.launch(
        slices.grid(),
        slices.rows(),
        slices.columns(),
        slices.size(),
        forward.rowsPerImage(),
        forward.groups(),
        forward.src(),
        forward.moments().mean(),
        forward.moments().inverseStd(),
        dstGradient,
        dst.scale(),
        dst.shift());
  }

  /** The gradients w.r.t. scale and shift. */
  void run(Slices slices, Normalized forward, Tensor dstGradient, Affine gradients) {
    if (slices.count() == 1) {
      launch(slices, forward, dstGradient, gradients);
      return;
    }
    Affine partial = ofSlices(slices, forward, dstGradient);
    columnSums.sum(slices.count(), partial.scale(), gradients.scale());
    columnSums.sum(slices.count(), partial.shift(), gradients.shift());
  }
}
