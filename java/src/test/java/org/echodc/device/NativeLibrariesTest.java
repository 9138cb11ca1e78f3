package org.echodc.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {
  private static final List<String> FILES =
      List.of("libgomp.so.1", "libOpenCL.so.1", "libdnnl.so.3", "libechodc_cpu.so");

  @TempDir Path folder;

  private final List<String> loaded = new ArrayList<>();

  private static byte[] content(String resource) {
    return resource.getBytes(StandardCharsets.UTF_8);
  }

  private static InputStream resource(String name) {
    return new ByteArrayInputStream(content(name));
  }

  /** Stands in for System.load. */
  private void load(Path file) {
    try {
      assertArrayEquals(content("platform/" + file.getFileName()), Files.readAllBytes(file));
      assertEquals(
          PosixFilePermissions.fromString("rwx------"),
          Files.getPosixFilePermissions(file.getParent()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    loaded.add(file.getFileName().toString());
  }

  private void loadUnlessIn(Path forbidden, Path file) {
    if (file.startsWith(forbidden)) {
      throw new UnsatisfiedLinkError("no permission to run");
    }
    load(file);
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private Path occupied() throws IOException {
    return Files.writeString(folder.resolve("file"), "no folder can be made here");
  }

  private static NativeLibraries libraries(Consumer<Path> loader, Path... folders) {
    return new NativeLibraries(
        "cpu", FILES, "platform/", NativeLibrariesTest::resource, loader, List.of(folders));
  }

  @Test
  void loadsInOrderOnceAndLeavesNothing() throws IOException {
    NativeLibraries libraries = libraries(this::load, folder.resolve("new"));

    libraries.load();
    libraries.load();

    assertEquals(FILES, loaded);
    assertEquals(List.of(), filesIn(folder.resolve("new")));
  }

  @Test
  void triesTheNextFolder() throws IOException {
    Path noexec = Files.createDirectory(folder.resolve("noexec"));
    Path good = Files.createDirectory(folder.resolve("good"));

    libraries(file -> loadUnlessIn(noexec, file), occupied(), noexec, good).load();

    assertEquals(FILES, loaded);
    assertEquals(List.of(), filesIn(noexec));
    assertEquals(List.of(), filesIn(good));
  }

  @Test
  void reportsEveryAttempt() throws IOException {
    Path noexec = Files.createDirectory(folder.resolve("noexec"));
    NativeLibraries libraries = libraries(file -> loadUnlessIn(noexec, file), occupied(), noexec);

    DeviceException failure = assertThrows(DeviceException.class, libraries::load);

    String message = failure.getMessage();
    assertTrue(message.contains(System.getProperty("os.name")), message);
    assertTrue(message.contains(System.getProperty("os.arch")), message);
    assertTrue(message.contains(occupied() + ": java.nio.file.FileAlreadyExists"), message);
    assertTrue(message.contains(noexec + ": no permission to run\n"), message);
    assertTrue(message.contains("ECHODC_JAVA_OPTS"), message);
    assertEquals(List.of(), filesIn(noexec));
  }

  @Test
  void doesNotLoadALibraryTwiceAfterAFailure() throws IOException {
    List<String> attempts = new ArrayList<>();
    NativeLibraries libraries =
        libraries(
            file -> {
              attempts.add(file.getFileName().toString());
              if (attempts.size() == 3) {
                throw new UnsatisfiedLinkError("only now");
              }
            },
            folder);

    assertThrows(DeviceException.class, libraries::load);
    libraries.load();

    assertEquals(
        List.of(
            "libgomp.so.1", "libOpenCL.so.1", "libdnnl.so.3", "libdnnl.so.3", "libechodc_cpu.so"),
        attempts);
  }

  @Test
  void aLibraryThatTheSystemLacksIsNamedAtOnce() throws IOException {
    List<Path> attempts = new ArrayList<>();
    NativeLibraries libraries =
        libraries(
            file -> {
              attempts.add(file);
              throw new UnsatisfiedLinkError(
                  file + ": libcudnn.so.9: cannot open shared object file: No such file");
            },
            folder.resolve("one"),
            folder.resolve("two"));

    MissingLibraryException failure = assertThrows(MissingLibraryException.class, libraries::load);

    assertEquals("libcudnn.so.9", failure.library());
    assertEquals(1, attempts.size());
    assertEquals(List.of(), filesIn(folder.resolve("one")));
    assertTrue(failure.getMessage().contains("LD_LIBRARY_PATH"), failure.getMessage());
  }

  @Test
  void namesAMissingResource() throws IOException {
    NativeLibraries libraries =
        new NativeLibraries("cpu", FILES, "plan9-vax/", name -> null, this::load, List.of(folder));

    DeviceException failure = assertThrows(DeviceException.class, libraries::load);

    assertTrue(failure.getMessage().contains("plan9-vax/libgomp.so.1"), failure.getMessage());
    assertEquals(List.of(), filesIn(folder));
  }

  @Test
  void theRealLibrariesAreMappedOnceFromDeletedFiles() throws IOException {
    Devices.open("cpu", 1).close();

    List<String> maps = Files.readAllLines(Path.of("/proc/self/maps"));
    for (String name : FILES) {
      Set<String> mapped =
          maps.stream()
              .filter(line -> line.contains("/" + name))
              .map(line -> line.substring(line.indexOf('/')))
              .collect(Collectors.toSet());
      assertEquals(1, mapped.size(), name + " is mapped from " + mapped);
      String path = mapped.iterator().next();
      assertTrue(path.contains("/echodc-") && path.endsWith(" (deleted)"), path);
      assertFalse(Files.exists(Path.of(path.replace(" (deleted)", "")).getParent()), path);
    }
  }
}
