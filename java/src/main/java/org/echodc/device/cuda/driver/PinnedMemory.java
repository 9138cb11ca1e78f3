package org.echodc.device.cuda.driver;

import static jcuda.driver.JCudaDriver.cuMemAllocHost;
import static jcuda.driver.JCudaDriver.cuMemFreeHost;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import jcuda.Pointer;

/** Page-locked host memory, which alone the GPU copies to while the host goes on; reused. */
final class PinnedMemory implements AutoCloseable {
  private final Map<Long, Deque<Pointer>> free = new HashMap<>();

  /** A buffer of exactly so many bytes. */
  Pointer take(long bytes) {
    Deque<Pointer> fitting = free.computeIfAbsent(bytes, absent -> new ArrayDeque<>());
    if (!fitting.isEmpty()) {
      return fitting.pop();
    }
    Pointer buffer = new Pointer();
    cuMemAllocHost(buffer, bytes);
    return buffer;
  }

  /** Keeps a buffer for its next use. */
  void giveBack(Pointer buffer, long bytes) {
    free.get(bytes).push(buffer);
  }

  @Override
  public void close() {
    free.values().forEach(buffers -> buffers.forEach(buffer -> cuMemFreeHost(buffer)));
  }
}
