package org.echodc.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Condensed files and the real NumPy, where there is one. */
class NumPyTest {
  private static final String COPY =
      """
      import sys, numpy
      arrays = dict(numpy.load(sys.argv[1], allow_pickle=False))
      for name, array in arrays.items():
          print(name, array.dtype.str, array.shape)
      print(arrays["labels"], arrays["dataset"], arrays["images"].sum(dtype="f8") > 0)
      save = numpy.savez_compressed if sys.argv[3] == "compressed" else numpy.savez
      save(sys.argv[2], **arrays)
      """;

  @TempDir private Path folder;

  @BeforeAll
  static void requireNumPy() throws IOException, InterruptedException {
    boolean there;
    try {
      there = new ProcessBuilder("python3", "-c", "import numpy").start().waitFor() == 0;
    } catch (IOException e) {
      there = false;
    }
    assumeTrue(there, "python3 with NumPy is not installed");
  }

  @Test
  void loadsWhatWeWroteAndWeReadWhatItSaves() throws IOException, InterruptedException {
    assertCopied("plain");
    assertCopied("compressed");
  }

  private void assertCopied(String kind) throws IOException, InterruptedException {
    Path ours = folder.resolve("ours.npz");
    Path theirs = folder.resolve(kind + ".npz");
    CondensedFile.write(ours, Examples.small());
    Process python =
        new ProcessBuilder("python3", "-c", COPY, ours.toString(), theirs.toString(), kind)
            .redirectErrorStream(true)
            .start();
    String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, python.waitFor(), output);
    assertEquals(
        """
        images <f4 (6, 4, 5, 1)
        labels <i8 (6,)
        ipc <i8 ()
        factor <i8 ()
        mean <f4 (1,)
        std <f4 (1,)
        dataset <U18 ()
        format <i8 ()
        [0 0 1 1 2 2] fashion-mnist-mini True
        """,
        output);
    assertArrayEquals(Examples.small().set().pixels(), CondensedFile.read(theirs).set().pixels());
  }
}
