package org.echodc.device;

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
import org.echodc.text.Text;

/**
 * Brings the native libraries from the jar into this process. {@code System.load} takes only files,
 * so they are copied into a private folder and deleted as soon as they are mapped.
 */
public final class NativeLibraries {

  private final String device;
  private final String platform;
  private final Function<String, InputStream> resources;
  private final Consumer<Path> loader;
  private final List<Path> folders;
  private final Deque<String> pending;

  /**
   * Libraries that are not loaded yet.
   *
   * @param device whose libraries they are, for messages
   * @param files the names, each after those it needs: the linker then takes the one already loaded
   * @param platform folder of the resources
   * @param resources opens a resource; null if there is none of that name
   * @param loader loads a library by its absolute path
   * @param folders where to put the files for a moment, in the order to try
   */
  NativeLibraries(
      String device,
      List<String> files,
      String platform,
      Function<String, InputStream> resources,
      Consumer<Path> loader,
      List<Path> folders) {
    this.device = device;
    this.pending = new ArrayDeque<>(files);
    this.platform = platform;
    this.resources = resources;
    this.loader = loader;
    this.folders = folders;
  }

  /**
   * Libraries in the jar, beside a class, that are not loaded yet.
   *
   * @param beside the class
   * @param device whose libraries they are, for messages
   * @param files the names, each after those it needs
   */
  public static NativeLibraries of(Class<?> beside, String device, List<String> files) {
    return new NativeLibraries(
        device,
        files,
        platform(),
        beside::getResourceAsStream,
        file -> System.load(file.toString()),
        List.of(
            Path.of(System.getProperty("java.io.tmpdir")),
            Path.of(System.getProperty("user.home"), ".cache", "echodc"),
            Path.of("")));
  }

  /** The name of this platform's resources, such as {@code linux-x86_64}. */
  public static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String architecture = System.getProperty("os.arch");
    return system + "-" + (architecture.equals("amd64") ? "x86_64" : architecture);
  }

  /**
   * Loads the libraries, unless they are loaded. What was loaded before a failure stays loaded and
   * is not loaded again.
   *
   * @throws DeviceException if that fails; says what was tried, and why each attempt failed
   */
  public synchronized void load() {
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
            Text.format(
                "device %s is not available on %s: this build has no %s",
                device, describePlatform(), name));
      }
      Files.copy(resource, file);
    }
  }

  private DeviceException failed(Map<Path, Throwable> failures) {
    String attempts =
        failures.entrySet().stream()
            .map(failure -> Text.format("\n  through %s: %s", failure.getKey(), failure.getValue()))
            .collect(Collectors.joining());
    return new DeviceException(
        Text.format(
                "device %s cannot load its libraries on %s:%s\n",
                device, describePlatform(), attempts)
            + "If no folder allows files to be written and run, name one that does with"
            + " ECHODC_JAVA_OPTS=-Djava.io.tmpdir=FOLDER",
        failures.values().iterator().next());
  }

  private static String describePlatform() {
    return System.getProperty("os.name") + " " + System.getProperty("os.arch");
  }
}
