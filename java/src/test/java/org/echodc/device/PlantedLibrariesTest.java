package org.echodc.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jcuda.JCudaVersion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A temporary folder in which others have put files of the libraries' names. */
class PlantedLibrariesTest {
  private static final String PLANTED = "not a library: who loads this fails";

  @TempDir private Path folder;
  private Path temporary;

  /** A process that opens every device. */
  static final class OpensDevices {
    private OpensDevices() {}

    /** Prints their names, and the temporary folder afterwards. */
    public static void main(String[] arguments) {
      List<DeviceRequest> requests =
          List.of(
              DeviceRequest.of("cpu", 1),
              DeviceRequest.simulated(Precision.TF32),
              DeviceRequest.simulated("cudnn", Precision.TF32));
      for (DeviceRequest request : requests) {
        try (Device device = Devices.open(request, notice -> {})) {
          System.out.println(device.info().name());
        }
      }
      System.out.println(System.getProperty("java.io.tmpdir"));
    }
  }

  @BeforeEach
  void plant() throws IOException {
    temporary = Files.createDirectory(folder.resolve("tmp"));
    Stream<String> ours =
        Stream.of("libechodc_cpu.so", "libdnnl.so.3", "libgomp.so.1", "libOpenCL.so.1")
            .flatMap(name -> Stream.of(name, "echodc-/" + name));
    Stream<String> jcudas =
        Stream.of("JCudaDriver", "JCublas2", "JCudnn")
            .map(name -> name + "-" + JCudaVersion.get() + "-" + NativeLibraries.platform())
            .map(name -> "lib" + name + ".so");
    for (String name : Stream.concat(ours, jcudas).toList()) {
      Path file = temporary.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, PLANTED);
    }
  }

  private Set<String> lying() throws IOException {
    try (Stream<Path> files = Files.walk(temporary)) {
      return files.map(Path::toString).collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void areNeverLoadedAndNothingIsLeftBesideThem() throws Exception {
    Set<String> before = lying();
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                OpensDevices.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertEquals(0, process.waitFor(), () -> "see " + log);

    List<String> lines = Files.readAllLines(log);
    assertEquals(
        List.of("cpu", "cuda (simulated)", "cudnn (simulated)", temporary.toString()), lines);
    assertEquals(before, lying());
    assertTrue(before.size() > 10, before::toString);
  }
}
