package org.echodc.device.cuda.layer;

import org.echodc.device.cuda.driver.Grid;

/** How blocks multiply matrices in {@code matrix_tile.cuh}. */
public final class MatrixTile {
  /** Rows and columns of the tile that a block computes. */
  public static final int SIDE = 64;

  /** The inner dimension is split into multiples of this. */
  static final int INNER = 16;

  /** Threads of a block. */
  public static final int THREADS = 256;

  /** Two stages of two operands, each with rows padded to 68 floats. */
  public static final int SHARED_BYTES = 2 * 2 * INNER * (SIDE + 4) * Float.BYTES;

  private MatrixTile() {}

  /** A block for every tile of a matrix, and as many layers. */
  public static Grid grid(long rows, int columns, int layers) {
    return Grid.of(Grid.blocks(rows, SIDE), Grid.blocks(columns, SIDE), layers, THREADS)
        .withShared(SHARED_BYTES);
  }
}
