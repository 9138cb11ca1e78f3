package org.echodc.device.cuda.layer;

import java.util.Optional;
import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.driver.Grid;
import org.echodc.device.cuda.driver.Kernel;
import org.echodc.device.cuda.driver.KernelModule;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** Launches {@code column_sums.cu}; its layout of threads is that of the normalisations too. */
public final class ColumnSumKernels {
  /** Columns that a block works on, side by side. */
  public static final int COLUMNS = 32;

  /** Threads of a block: the columns, eight rows of them. */
  public static final int THREADS = 256;

  /** Shared memory of a block: a float for each thread. */
  public static final int SHARED_BYTES = THREADS * Float.BYTES;

  private final CudaContext context;
  private final Kernel columnSums;

  /** Loads them. */
  public ColumnSumKernels(CudaContext context) {
    this.context = context;
    columnSums = new KernelModule(context, "column_sums").kernel("columnSums");
  }

  /** Adds the rows of src [rows, elements of dst]. */
  public void sum(int rows, Tensor src, Tensor dst) {
    launch(rows, src, Optional.empty(), 1, dst);
  }

  /** The same and an offset [n], repeated along dst. */
  public void sum(int rows, Tensor src, Tensor offset, Tensor dst) {
    launch(rows, src, Optional.of(offset), Math.toIntExact(offset.shape().elements()), dst);
  }

  /**
   * Adds the pixels of all images [images, height, width, elements of dst]: over the images first,
   * where there are many columns to share out.
   */
  public void sumOverPixels(Tensor images, Tensor dst) {
    Shape shape = images.shape();
    Shape single = shape.withRows(1);
    Tensor ofPixels = context.workspace("sums over images", single.elements()).view(0, single);
    sum(shape.extent(0), images, ofPixels);
    sum(shape.extent(1) * shape.extent(2), ofPixels, dst);
  }

  private void launch(int rows, Tensor src, Optional<Tensor> offset, int offsets, Tensor dst) {
    long columns = dst.shape().elements();
    columnSums.launch(
        Grid.of(Grid.blocks(columns, COLUMNS), THREADS).withShared(SHARED_BYTES),
        rows,
        columns,
        src,
        offset,
        offsets,
        dst);
  }
}
