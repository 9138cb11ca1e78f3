package org.echodc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CMake builds again in a project that was moved, and keeps what it built in one that was not. */
class MovedBuildTest {
  private static final Path SCRIPT = Path.of("../native/forget_moved_build.sh").toAbsolutePath();
  private static final String BUILT = "CMakeFiles";

  @TempDir private Path folder;
  private Path project;
  private Path build;

  @BeforeEach
  void build() throws Exception {
    project = Files.createDirectory(folder.resolve("a project"));
    build = project.resolve("build");
    Files.writeString(
        project.resolve("CMakeLists.txt"),
        "cmake_minimum_required(VERSION 3.22)\nproject(moved LANGUAGES NONE)\n");
    assertEquals(0, configure(project));
    assertTrue(Files.isDirectory(build.resolve(BUILT)));
  }

  private int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start()
        .waitFor();
  }

  private int configure(Path project) throws IOException, InterruptedException {
    return run("cmake", "-S", project.toString(), "-B", project.resolve("build").toString());
  }

  private void forget(Path directory) throws IOException, InterruptedException {
    assertEquals(0, run(SCRIPT.toString(), directory.toString()));
  }

  @Test
  void keepsABuildThatIsWhereItWas() throws Exception {
    forget(build);
    assertTrue(Files.isDirectory(build.resolve(BUILT)));
    Path link = Files.createSymbolicLink(folder.resolve("link"), project);
    forget(link.resolve("build"));
    assertTrue(Files.isDirectory(build.resolve(BUILT)));
  }

  @Test
  void beginsAnewWhereItWasMoved() throws Exception {
    Path moved = Files.move(project, folder.resolve("moved"));
    assertEquals(1, configure(moved), "CMake minds no more; the script is not needed");
    forget(moved.resolve("build"));
    assertEquals(0, configure(moved));
  }

  @Test
  void beginsAnewInACopyAndLeavesTheFirstAlone() throws Exception {
    Path copy = folder.resolve("copy");
    assertEquals(0, run("cp", "-r", project.toString(), copy.toString()));
    forget(copy.resolve("build"));
    assertFalse(Files.exists(copy.resolve("build")));
    assertEquals(0, configure(copy));
    assertTrue(Files.isDirectory(build.resolve(BUILT)));
  }

  @Test
  void hasNothingToForgetAtFirst() throws Exception {
    forget(folder.resolve("nothing"));
  }
}
