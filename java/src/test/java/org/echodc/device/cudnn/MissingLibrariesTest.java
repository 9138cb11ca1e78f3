package org.echodc.device.cudnn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.echodc.device.DeviceException;
import org.echodc.device.cuda.Simulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine with a driver and without cuBLAS and cuDNN, in a process of its own. */
class MissingLibrariesTest {

  /** Twice, because what fails can be tried again, and must fail alike. */
  private static final int ATTEMPTS = 2;

  private static final String BETWEEN = "-- again --";
  private static final String FOUND = "found";

  /** The process: it has a driver, the simulated one, and stand-ins for no library. */
  static final class WithoutLibraries {
    private WithoutLibraries() {}

    /** Prints the message of every attempt. */
    public static void main(String[] arguments) {
      Simulator.load();
      for (int i = 0; i < ATTEMPTS; i++) {
        try {
          CudaLibraries.bind();
          System.out.println(FOUND);
        } catch (DeviceException e) {
          System.out.println(e.getMessage());
        }
        System.out.println(BETWEEN);
      }
    }
  }

  @Test
  void oneMessageNamesTheLibraryAndTheCureEveryTime(@TempDir Path folder) throws Exception {
    Path log = folder.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                WithoutLibraries.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(log.toFile());
    builder.environment().remove("LD_LIBRARY_PATH");
    assertEquals(0, builder.start().waitFor());
    assumeFalse(Files.readString(log).startsWith(FOUND), "this machine has the libraries");

    List<String> messages = List.of(Files.readString(log).split(BETWEEN)).subList(0, ATTEMPTS);
    assertEquals(messages.get(0).strip(), messages.get(1).strip());
    for (String part :
        new String[] {
          "device cudnn", "finds no libcu", "libcublas.so.12", "libcudnn.so.9", "LD_LIBRARY_PATH"
        }) {
      assertTrue(messages.get(0).contains(part), messages.get(0));
    }
    assertEquals(2, messages.get(0).strip().lines().count(), messages.get(0));
  }
}
