package org.echodc.report.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.echodc.failure.Told;
import org.echodc.report.ReportException;
import org.echodc.report.run.RecordExamples;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportFolderTest {
  private static final ExportedImages IMAGES = ExportedImages.stored(RecordExamples.small());

  @TempDir private Path folder;
  private Path target;

  @BeforeEach
  void name() {
    target = folder.resolve("exports/one");
  }

  private void export(boolean overwrite, ExportFormat format) {
    ExportFolder.write(target, overwrite, format, IMAGES);
  }

  private static ExportFormat npz() {
    return new NpzExport(NpzExport.Type.FLOAT32, NpzExport.Layout.NHWC);
  }

  @Test
  void holdsTheImagesAndWhatTheyAre() throws IOException {
    export(false, npz());
    assertEquals(List.of("export.json", "train.npz"), contents(target));
    assertEquals(List.of("one"), contents(target.getParent()));
    String record = Files.readString(target.resolve("export.json"));
    assertTrue(record.contains("\"class_names\" : [ \"0\", \"1\", \"2\" ]"), record);
    assertTrue(record.contains("\"images_per_class\" : 2"), record);
    assertTrue(record.contains("\"format\" : \"npz\""), record);
  }

  @Test
  void theSameImagesMakeTheSameFiles() throws IOException {
    for (ExportFormat format : List.of(npz(), new IdxExport(), new PngExport())) {
      export(true, format);
      Path first = target;
      target = folder.resolve("exports/two");
      export(true, format);
      for (String file : contents(first)) {
        if (Files.isRegularFile(first.resolve(file))) {
          assertEquals(-1, Files.mismatch(first.resolve(file), target.resolve(file)), file);
        }
      }
      target = first;
    }
  }

  @Test
  void anEmptyFolderIsFilled() throws IOException {
    Files.createDirectories(target);
    export(false, new PngExport());
    assertEquals(List.of("0", "1", "2", "export.json"), contents(target));
  }

  @Test
  void anEarlierExportIsReplacedOnRequestOnly() throws IOException {
    export(false, npz());
    refused(false, "one is not empty", "OUTPUT_IN_USE");
    assertEquals(List.of("export.json", "train.npz"), contents(target));
    export(true, new PngExport());
    assertEquals(List.of("0", "1", "2", "export.json"), contents(target));
    export(true, new IdxExport());
    assertEquals(
        List.of("export.json", "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"),
        contents(target));
    assertEquals(List.of("one"), contents(target.getParent()));
  }

  @Test
  void foldersOfOthersAreLeftAlone() throws IOException {
    Path cats = Files.createDirectories(target.resolve("cats"));
    Files.createFile(cats.resolve("0001.png"));
    refused(true, "one is in use and has no export.json");
    assertTrue(Files.exists(cats.resolve("0001.png")));
  }

  @Test
  void filesOfOthersAreLeftAlone() throws IOException {
    export(false, new PngExport());
    for (String foreign : List.of("notes.txt", "0/cat.png", "0/0000.jpg", "deep/er/0000.png")) {
      Path file = target.resolve(foreign);
      Files.createDirectories(file.getParent());
      Files.createFile(file);
      refused(true, "one holds " + foreign + ", which no export wrote");
      assertTrue(Files.exists(target.resolve("2/0001.png")));
      Files.delete(file);
    }
  }

  @Test
  void whatAKilledExportLeftIsNotInTheWay() throws IOException {
    export(false, new PngExport());
    Files.move(target, target.resolveSibling("one.replaced"));
    Path early = Files.createDirectory(target.resolveSibling("one.partial"));
    Files.createFile(early.resolve("export.json.partial"));
    export(false, npz());
    assertEquals(List.of("one"), contents(target.getParent()));
  }

  @Test
  void whatOnlyLooksLikeAKilledExportIsLeftAlone() throws IOException {
    Path foreign = Files.createDirectories(target.resolveSibling("one.partial"));
    Files.createFile(foreign.resolve("train.npz"));
    refused(false, "one.partial is in use and has no export.json");
    assertEquals(List.of("train.npz"), contents(foreign));
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Files.writeString(outside.resolve("0000.png"), "precious");
    export(false, new PngExport());
    Files.createSymbolicLink(target.resolve("9"), outside);
    refused(true, "one holds 9, which no export wrote");
    Files.delete(target.resolve("9"));
    Files.createSymbolicLink(target.resolveSibling("one.partial"), outside);
    refused(true, "one.partial is in use");
    assertEquals("precious", Files.readString(outside.resolve("0000.png")));
  }

  @Test
  void aLinkToAFolderStaysOne() throws IOException {
    Path real = Files.createDirectories(folder.resolve("disk/big"));
    target = Files.createSymbolicLink(folder.resolve("link"), real);
    export(false, npz());
    export(true, npz());
    assertTrue(Files.isSymbolicLink(target));
    assertEquals(List.of("export.json", "train.npz"), contents(real));
  }

  @Test
  void aFailureLeavesWhatWasThere() throws IOException {
    export(false, npz());
    Files.createFile(target.resolveSibling("file"));
    Path sound = target;
    target = target.resolveSibling("file/below");
    refused(true, "export to " + target + " failed: ");
    assertFalse(Files.exists(target, LinkOption.NOFOLLOW_LINKS));
    assertEquals(List.of("export.json", "train.npz"), contents(sound));
    target = Path.of("/");
    refused(true, "/ cannot be replaced; name a folder in it");
  }

  private void refused(boolean overwrite, String... expected) {
    ReportException e = assertThrows(ReportException.class, () -> export(overwrite, npz()));
    for (String part : expected) {
      assertTrue(Told.by(e).contains(part), e.getMessage());
    }
  }

  private static List<String> contents(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
