package org.echodc.report.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TimeZone;
import java.util.zip.ZipFile;
import org.echodc.report.run.RecordExamples;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CondensedFileTest {
  @TempDir private Path folder;

  @Test
  void readsWhatItWrote() {
    assertRoundTrip(RecordExamples.small());
  }

  @Test
  void readsColourImages() {
    Normalization rgb =
        new Normalization(List.of(.4914f, .4822f, .4465f), List.of(.2023f, .1994f, .2010f));
    assertRoundTrip(new CondensedImages("émile", rgb, RecordExamples.set(Shape.of(8, 6, 3), 4, 1)));
  }

  private void assertRoundTrip(CondensedImages written) {
    Path file = folder.resolve("set.npz");
    CondensedFile.write(file, written);
    CondensedImages read = CondensedFile.read(file);
    assertEquals(written.dataset(), read.dataset());
    assertEquals(written.normalization(), read.normalization());
    assertEquals(written.set().image(), read.set().image());
    assertEquals(written.set().classes(), read.set().classes());
    assertEquals(written.set().decoding(), read.set().decoding());
    assertArrayEquals(written.set().pixels(), read.set().pixels());
  }

  @Test
  void theSameImagesMakeTheSameBytesInEveryTimeZone() throws IOException {
    Path east = writtenIn("Asia/Tokyo");
    Path west = writtenIn("America/Los_Angeles");
    assertEquals(-1, Files.mismatch(east, west));
  }

  private Path writtenIn(String zone) {
    Path file = folder.resolve(zone.replace('/', '-') + ".npz");
    TimeZone usual = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone(zone));
    try {
      CondensedFile.write(file, RecordExamples.small());
    } finally {
      TimeZone.setDefault(usual);
    }
    return file;
  }

  @Test
  void theTimeOfWritingIsNotInTheFile() throws IOException {
    Path file = folder.resolve("set.npz");
    CondensedFile.write(file, RecordExamples.small());
    try (ZipFile zip = new ZipFile(file.toFile())) {
      zip.stream().forEach(entry -> assertEquals(1980, entry.getTimeLocal().getYear()));
    }
  }

  @Test
  void headerIsNumPys() throws IOException {
    byte[] file = NpyBytes.of(NpyArray.longs(new long[] {1, -2}, 2));
    String header = new String(file, 10, 118, StandardCharsets.US_ASCII);
    assertEquals(128 + 2 * Long.BYTES, file.length);
    assertEquals(
        "{'descr': '<i8', 'fortran_order': False, 'shape': (2,), }", header.stripTrailing());
    assertArrayEquals(
        new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0}, Arrays.copyOf(file, 10));
    assertEquals('\n', file[127]);
    assertEquals(1, file[128]);
    assertEquals((byte) 0xfe, file[136]);
  }
}
