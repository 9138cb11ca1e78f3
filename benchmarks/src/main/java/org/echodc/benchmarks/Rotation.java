package org.echodc.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.echodc.device.Device;

/**
 * Copies of a benchmark's buffers that are used in turn, so that no cache still holds what an
 * invocation reads.
 */
public final class Rotation<T> {

  /** More than any cache holds: 128 MB are the largest of a GPU, 96 MB of a processor's cores. */
  private static final long BYTES = 256L << 20;

  private static final int MOST = 64; // copies of small buffers

  private final List<T> copies = new ArrayList<>();
  private final long spareBytes;
  private int next;

  private Rotation(Device device, Supplier<T> maker) {
    long before = device.allocatedBytes();
    copies.add(maker.get());
    long withFirst = device.allocatedBytes(); // with workspaces, which the others share
    long one = Math.max(1, withFirst - before);
    long wanted = 1 + (BYTES - 1) / one;
    while (copies.size() < Math.max(2, Math.min(wanted, MOST))) {
      copies.add(maker.get());
    }
    spareBytes = device.allocatedBytes() - withFirst;
  }

  /** Makes as many copies as are needed, at least two. */
  public static <T> Rotation<T> of(Device device, Supplier<T> maker) {
    return new Rotation<>(device, maker);
  }

  /** The copy whose use lies furthest back. */
  T next() {
    T copy = copies.get(next);
    next = (next + 1) % copies.size();
    return copy;
  }

  /** All copies. */
  List<T> all() {
    return copies;
  }

  /** The first copy, for a check before timing. */
  T first() {
    return copies.get(0);
  }

  /** Bytes of the copies beyond the first, which an application would not have. */
  public long spareBytes() {
    return spareBytes;
  }
}
