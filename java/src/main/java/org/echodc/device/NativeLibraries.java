package org.echodc.device;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.echodc.environment.UserFolders;
import org.echodc.text.Text;

/**
 * Brings the native libraries from the jar into this process. {@code System.load} takes only files,
 * so they are copied into a fresh folder that only this user can enter, and deleted as soon as they
 * are mapped: nobody else can put a library in their place. A folder may forbid its files to be
 * run; then the next one is tried.
 */
public final class NativeLibraries {

  private static final Pattern MISSING =
      Pattern.compile("(lib\\S+\\.so[.\\d]*): cannot open shared object file");

  /** Read before {@code device.cuda} changes it for a moment. */
  private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  private final String device;
  private final String prefix;
  private final Function<String, InputStream> resources;
  private final Consumer<Path> loader;
  private final List<Path> folders;
  private final Deque<String> pending;

  /**
   * Libraries that are not loaded yet.
   *
   * @param device whose libraries they are, for messages
   * @param files the names, each after those it needs: the linker then takes the one already loaded
   * @param prefix of the resources' names: their folder
   * @param resources opens a resource; null if there is none of that name
   * @param loader loads a library by its absolute path
   * @param folders where to put the files for a moment, in the order to try
   */
  NativeLibraries(
      String device,
      List<String> files,
      String prefix,
      Function<String, InputStream> resources,
      Consumer<Path> loader,
      List<Path> folders) {
    this.device = device;
    this.pending = new ArrayDeque<>(files);
    this.prefix = prefix;
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
    return of(beside, device, platform() + "/", files, file -> System.load(file.toString()));
  }

  /**
   * Libraries in the jar that are not loaded yet and are loaded in a way of their own.
   *
   * @param owner the class that looks for the resources
   * @param device whose libraries they are, for messages
   * @param prefix of the resources' names: their folder
   * @param files the names, each after those it needs
   * @param loader loads a library by its absolute path; the file is there until it returns
   */
  public static NativeLibraries of(
      Class<?> owner, String device, String prefix, List<String> files, Consumer<Path> loader) {
    return new NativeLibraries(
        device, files, prefix, owner::getResourceAsStream, loader, usualFolders());
  }

  private static List<Path> usualFolders() {
    List<Path> folders = new ArrayList<>();
    folders.add(TEMPORARY);
    folders.addAll(UserFolders.ofThisProcess().scratch());
    if (Files.isDirectory(SHARED_MEMORY)) {
      folders.add(SHARED_MEMORY);
    }
    folders.add(Path.of(""));
    return folders;
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
   * @throws MissingLibraryException if the system lacks a library that they need
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
        } catch (UnsatisfiedLinkError e) {
          requireDependencies(e);
          throw e;
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
    String name = prefix + file.getFileName();
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

  /** What the system lacks, it lacks in every folder. */
  private void requireDependencies(UnsatisfiedLinkError error) {
    Matcher missing = MISSING.matcher(String.valueOf(error.getMessage()));
    if (missing.find()) {
      throw new MissingLibraryException(device, missing.group(1), error);
    }
  }

  private DeviceException failed(Map<Path, Throwable> failures) {
    String attempts =
        failures.entrySet().stream()
            .map(
                failure ->
                    Text.format("\n  through %s: %s", failure.getKey(), cause(failure.getValue())))
            .collect(Collectors.joining());
    return new DeviceException(
        Text.format(
                "device %s cannot load its libraries on %s:%s\n",
                device, describePlatform(), attempts)
            + "If no folder allows files to be written and run, name one that does with"
            + " ECHODC_JAVA_OPTS=-Djava.io.tmpdir=FOLDER",
        failures.values().iterator().next());
  }

  /** Without the path of a file that is gone. */
  private static String cause(Throwable failure) {
    return failure instanceof UnsatisfiedLinkError
        ? failure.getMessage().replaceFirst("^(/\\S+: )+", "")
        : failure.toString();
  }

  private static String describePlatform() {
    return System.getProperty("os.name") + " " + System.getProperty("os.arch");
  }
}
