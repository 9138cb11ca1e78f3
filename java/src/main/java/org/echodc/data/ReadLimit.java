package org.echodc.data;

/**
 * How much of a file is read into memory, whatever the file says of itself: a few kilobytes of gzip
 * or zip can unfold to more than there is.
 */
public final class ReadLimit {
  private static final long LARGEST = 1L << 30;

  /** What is read is held some three times: in pieces, whole, and as the numbers it stands for. */
  private static final int SHARE_OF_HEAP = 4;

  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
  private static final int SHARE_OF_ONE_ARRAY = 2;

  private ReadLimit() {}

  /** In bytes: a gigabyte, or less where Java has little memory. */
  public static int bytes() {
    return (int) Math.min(LARGEST, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
  }

  /** In bytes: what one array may take that is held once, and filled piece by piece. */
  public static int arrayBytes() {
    return (int) Math.min(LARGEST_ARRAY, Runtime.getRuntime().maxMemory() / SHARE_OF_ONE_ARRAY);
  }
}
