package org.echodc.benchmarks.peers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.echodc.benchmarks.BenchMain;

/**
 * {@link org.echodc.benchmarks.PeersMain} in a process whose C allocator keeps the memory that is freed.
 *
 * <p>PyTorch takes memory for every result from {@code malloc} and gives it back. By default the
 * GNU C library returns blocks as large as activations to the system each time, and getting them
 * back page by page can cost more than the computation. PyTorch's own advice is another allocator;
 * these settings of the usual one do the same. They are environment variables, which the C library
 * reads before a program begins: hence the second process.
 */
public final class PeersMain {
  private static final Map<String, String> ALLOCATOR =
      Map.of(
          "MALLOC_ARENA_MAX", "1", // other arenas cannot hold large blocks
          "MALLOC_MMAP_MAX_", "0", // no block bypasses the heap
          "MALLOC_TRIM_THRESHOLD_", Long.toString(1L << 40)); // the heap does not shrink

  private PeersMain() {}

  /** Takes JMH's options. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (System.getenv().keySet().containsAll(ALLOCATOR.keySet())) {
      BenchMain.main(args);
      return;
    }
    ProcessHandle.Info self = ProcessHandle.current().info();
    List<String> command = new ArrayList<>();
    command.add(self.command().orElseThrow());
    command.addAll(List.of(self.arguments().orElseThrow()));
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().putAll(ALLOCATOR);
    System.exit(builder.start().waitFor());
  }
}
