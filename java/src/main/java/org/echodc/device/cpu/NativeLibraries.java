package org.echodc.device.cpu;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.echodc.device.DeviceException;

/**
 * Brings the native libraries from the jar into this process. {@code System.load} takes only files,
 * so they are copied into a private folder and deleted as soon as they are mapped.
 */
final class NativeLibraries {

  /** The files, each after those it needs: the linker then takes the one already loaded. */
  static final List<String> FILES =
      List.of("libgomp.so.1", "libOpenCL.so.1", "libdnnl.so.3", "libechodc_cpu.so");

  private static final NativeLibraries OF_THIS_PROCESS =
      new NativeLibraries(
          platform(),
          NativeLibraries.class::getResourceAsStream,
          file -> System.load(file.toString()),
          List.of(
              Path.of(System.getProperty("java.io.tmpdir")),
              Path.of(System.getProperty("user.home"), ".cache", "echodc"),
              Path.of("")));

  private final String platform;
  private final Function<String, InputStream> resources;
  private final Consumer<Path> loader;
  private final List<Path> folders;
  private final Deque<String> pending = new ArrayDeque<>(FILES);

  /**
   * Libraries that are not loaded yet.
   *
   * @param platform folder of the resources
   * @param resources opens a resource; null if there is none of that name
   * @param loader loads a library by its absolute path
   * @param folders where to put the files for a moment, in the order to try
   */
  NativeLibraries(
      String platform,
      Function<String, InputStream> resources,
      Consumer<Path> loader,
      List<Path> folders) {
    this.platform = platform;
    this.resources = resources;
    this.loader = loader;
    this.folders = folders;
  }

  /**
   * Loads the libraries, unless they are loaded.
   *
   * @throws DeviceException if that fails; says what was tried, and why each attempt failed
   */
  static void load() {
    OF_THIS_PROCESS.loadAll();
  }

  /** The name of this platform's resources, such as {@code linux-x86_64}. */
  static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String architecture = System.getProperty("os.arch");
    return system + "-" + (architecture.equals("amd64") ? "x86_64" : architecture);
  }

  /** As {@link #load}. What was loaded before a failure stays loaded and is not loaded again. */
  synchronized void loadAll() {
    Map<Path, Throwable> failures = new LinkedHashMap<>();
    for (Path folder : folders) {
      if (pending.isEmpty()) {
        return;
      }
      try {
        loadThrough(folder);
      } catch (IOException | UnsatisfiedLinkError e) {
        failures.put(folder.toAbsolutePath(), e);
      }
    }
    if (!pending.isEmpty()) {
      throw failed(failures);
    }
  }

  private void loadThrough(Path parent) throws IOException {
    Path folder =
        Files.createTempDirectory(Files.createDirectories(parent.toAbsolutePath()), "echodc-");
    try {
      while (!pending.isEmpty()) {
        Path file = folder.resolve(pending.peek());
        try {
          extract(file);
          loader.accept(file);
        } finally {
          Files.deleteIfExists(file);
        }
        pending.remove();
      }
    } finally {
      Files.delete(folder);
    }
  }

  private void extract(Path file) throws IOException {
    String name = platform + "/" + file.getFileName();
    try (InputStream resource = resources.apply(name)) {
      if (resource == null) {
        throw new DeviceException(
            "device cpu is not available on %s: this build has no %s"
                .formatted(describePlatform(), name));
      }
      Files.copy(resource, file);
    }
  }

  private static DeviceException failed(Map<Path, Throwable> failures) {
    String attempts =
        failures.entrySet().stream()
            .map(failure -> "\n  through %s: %s".formatted(failure.getKey(), failure.getValue()))
            .collect(Collectors.joining());
    return new DeviceException(
        "device cpu cannot load its libraries on %s:%s\n".formatted(describePlatform(), attempts)
            + "If no folder allows files to be written and run, name one that does with"
            + " ECHODC_JAVA_OPTS=-Djava.io.tmpdir=FOLDER",
        failures.values().iterator().next());
  }

  private static String describePlatform() {
    return System.getProperty("os.name") + " " + System.getProperty("os.arch");
  }
}
