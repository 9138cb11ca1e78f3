package org.echodc.report.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.echodc.report.export.ExportedImages;
import org.echodc.report.export.NpzExport;
import org.echodc.report.run.RecordExamples;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Shape;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

  /** What a PyTorch program does with an export, in NumPy. */
  private static final String LOAD_EXPORT =
      """
      import sys, numpy
      z = numpy.load(sys.argv[1], allow_pickle=False)
      for name in z.files:
          print(name, z[name].dtype.str, z[name].shape)
      images = z["images"].astype("f4") / (255 if z["images"].dtype == "u1" else 1)
      mean, std = (z[name].reshape(1, -1, 1, 1) for name in ("mean", "std"))
      images = (images - mean) / std
      print(images.dtype, images.shape, z["labels"], z["class_names"].tolist())
      print("%.4f" % images[5, 0, 3, 4])
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
    CondensedFile.write(ours, RecordExamples.small());
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
        python(COPY, ours.toString(), theirs.toString(), kind));
    assertArrayEquals(
        RecordExamples.small().set().pixels(), CondensedFile.read(theirs).set().pixels());
  }

  @ParameterizedTest
  @EnumSource(NpzExport.Type.class)
  void loadsAnExport(NpzExport.Type type) throws IOException, InterruptedException {
    ExportedImages images =
        new ExportedImages(
            "clothes",
            List.of("T-shirt/top", "Été", "\ud83d\udc5f"),
            Normalization.gray(.25f, .5f),
            Shape.of(4, 5, 1),
            1,
            RecordExamples.small().set().pixels());
    new NpzExport(type, NpzExport.Layout.NCHW).write(folder, images);
    float last = images.pixels()[images.pixels().length - 1];
    boolean bytes = type == NpzExport.Type.UINT8;
    double stored = bytes ? Math.round(last * 255) / 255.0 : last;
    assertEquals(
        """
        images %s (6, 1, 4, 5)
        labels <i8 (6,)
        class_names <U11 (3,)
        mean <f4 (1,)
        std <f4 (1,)
        factor <i8 ()
        dataset <U7 ()
        float32 (6, 1, 4, 5) [0 0 1 1 2 2] ['T-shirt/top', 'Été', '\ud83d\udc5f']
        %.4f
        """
            .formatted(bytes ? "|u1" : "<f4", (stored - .25) / .5),
        python(LOAD_EXPORT, folder.resolve("train.npz").toString()));
  }

  private static String python(String program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("python3", "-c", program));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PYTHONIOENCODING", "utf-8");
    Process python = builder.start();
    String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, python.waitFor(), output);
    return output;
  }
}
