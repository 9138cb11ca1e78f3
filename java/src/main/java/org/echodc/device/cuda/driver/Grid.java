package org.echodc.device.cuda.driver;

import org.echodc.text.Text;

/**
 * Shape of a launch.
 *
 * @param x blocks along x, up to 2^31 - 1
 * @param y blocks along y, up to 65,535
 * @param z blocks along z, up to 65,535
 * @param threads threads of a block
 * @param sharedBytes dynamic shared memory of a block
 */
public record Grid(long x, int y, int z, int threads, int sharedBytes) {
  /** Threads of a warp. */
  public static final int WARP = 32;

  /** Threads of a block of a kernel that includes {@code element.cuh}. */
  private static final int ELEMENT_THREADS = 256;

  /** How many blocks of so many elements it takes. */
  public static int blocks(long elements, int ofBlock) {
    return Math.toIntExact((elements + ofBlock - 1) / ofBlock);
  }

  /** Blocks in a row. */
  public static Grid of(long blocks, int threads) {
    return of(blocks, 1, 1, threads);
  }

  /** Blocks in two dimensions. */
  public static Grid of(long x, int y, int threads) {
    return of(x, y, 1, threads);
  }

  /** Blocks in three dimensions. */
  public static Grid of(long x, int y, int z, int threads) {
    return new Grid(x, y, z, threads, 0);
  }

  /** As many blocks as it takes to have a thread for every element. */
  public static Grid covering(long elements, int threads) {
    return of((elements + threads - 1) / threads, threads);
  }

  /** A thread for every element, for a kernel that includes {@code element.cuh}. */
  public static Grid ofElements(long elements) {
    return covering(elements, ELEMENT_THREADS);
  }

  /** The same with dynamic shared memory. */
  public Grid withShared(int bytes) {
    return new Grid(x, y, z, threads, bytes);
  }

  @Override
  public String toString() {
    return Text.format(
        "%d x %d x %d blocks of %d threads, %d bytes of shared memory",
        x, y, z, threads, sharedBytes);
  }
}
