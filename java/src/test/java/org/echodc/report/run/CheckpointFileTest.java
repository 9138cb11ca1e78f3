package org.echodc.report.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.echodc.condense.CondensationState;
import org.echodc.condense.Objective;
import org.echodc.evaluate.EvaluationState;
import org.echodc.evaluate.TrainingState;
import org.echodc.report.ReportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointFileTest {
  @TempDir private Path folder;

  private static byte[] bytes(Checkpoint checkpoint) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CheckpointFile.write(out, new CheckpointHeader(5, checkpoint));
    return out.toByteArray();
  }

  private CheckpointHeader read(byte[] bytes) throws IOException {
    return CheckpointFile.read(Files.write(folder.resolve("checkpoint"), bytes));
  }

  private static Checkpoint checkpoint(CondensationState state) {
    return new Checkpoint(
        Checkpointed.IDENTITY, RunCost.NONE, 0, Map.of(Objective.ECHO, state), Map.of());
  }

  @Test
  void readsWhatItWrites() throws IOException {
    CheckpointHeader header = read(bytes(Checkpointed.at(12)));
    assertEquals(5, header.sequence());
    Checkpoint read = header.checkpoint();
    assertEquals(Checkpointed.IDENTITY, read.identity());
    assertEquals(Checkpointed.at(12).cost(), read.cost());
    assertEquals(77, read.metricsBytes());
    CondensationState echo = read.condensations().get(Objective.ECHO);
    assertEquals(12, echo.iteration());
    assertEquals(0.1, echo.seconds());
    assertArrayEquals(new float[] {0, 0.25f, 1}, echo.pixels());
    assertArrayEquals(new float[] {-1e-30f, 3, 1e30f}, echo.velocity());
    assertArrayEquals(new float[] {-0f}, read.condensations().get(Objective.DM).velocity());
    Map<String, EvaluationState> evaluations = read.evaluations();
    assertEquals(
        Checkpointed.at(12).evaluations().get("random").accuracies(),
        evaluations.get("random").accuracies());
    assertTrue(evaluations.get("random").training().isEmpty());
    assertArrayEquals(new float[] {3, 4}, evaluations.get("full").training().get().velocity());
  }

  /** Parameters are followed by the state of layers, which has no velocity. */
  @Test
  void theStateOfLayersComesBack() throws IOException {
    TrainingState training = new TrainingState(2, new float[] {1, 2, 3, 4}, new float[] {5, 6});
    Checkpoint checkpoint =
        new Checkpoint(
            Checkpointed.IDENTITY,
            RunCost.NONE,
            0,
            Map.of(),
            Map.of("echo", new EvaluationState(List.of(), Optional.of(training))));
    TrainingState read =
        read(bytes(checkpoint)).checkpoint().evaluations().get("echo").training().orElseThrow();
    assertArrayEquals(training.parameters(), read.parameters());
    assertArrayEquals(training.velocity(), read.velocity());
  }

  @Test
  void arraysLongerThanABufferComeBackWhole() throws IOException {
    float[] pixels = new float[100_003];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i / 100_003f;
    }
    CondensationState state = new CondensationState(1, 1, pixels, new float[pixels.length]);
    Checkpoint checkpoint = checkpoint(state);
    assertArrayEquals(
        pixels, read(bytes(checkpoint)).checkpoint().condensations().get(Objective.ECHO).pixels());
  }

  @Test
  void everyChangedByteIsFound() throws IOException {
    byte[] good = bytes(Checkpointed.at(12));
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 1 << i % Byte.SIZE;
      assertThrows(RuntimeException.class, () -> read(bad), "byte " + i);
    }
  }

  @Test
  void everyMissingOrAddedByteIsFound() throws IOException {
    byte[] good = bytes(Checkpointed.at(12));
    for (int length = 0; length < good.length; length++) {
      byte[] bad = Arrays.copyOf(good, length);
      assertThrows(IllegalArgumentException.class, () -> read(bad), length + " bytes");
    }
    assertThrows(IllegalArgumentException.class, () -> read(Arrays.copyOf(good, good.length + 1)));
  }

  @Test
  void anotherFormatIsNotDamage() throws IOException {
    byte[] other = bytes(Checkpointed.at(12));
    other[CheckpointFile.MAGIC.length + 3] = 1;
    ReportException e = assertThrows(ReportException.class, () -> read(other));
    assertEquals(
        folder.resolve("checkpoint")
            + " is a checkpoint of format 1, but this echodc reads format 2; go on with the echodc"
            + " that wrote it",
        e.getMessage());
  }

  /** A file that is long, but takes no place on the disk. */
  @Test
  void aHugeFileIsRefusedBeforeMemoryIsTaken() throws IOException {
    byte[] good = bytes(Checkpointed.at(12));
    Path file = Files.write(folder.resolve("checkpoint"), good);
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(1L << 42);
    }
    ReportException e = assertThrows(ReportException.class, () -> CheckpointFile.read(file));
    assertTrue(e.getMessage().startsWith(file + " has 4398046511104 bytes; with this memory at"));

    Files.write(file, good, StandardOpenOption.TRUNCATE_EXISTING);
    assertThrows(ReportException.class, () -> CheckpointFile.read(file, good.length - 1));
    assertEquals(5, CheckpointFile.read(file, good.length).sequence());
  }

  /** Hostile headers, whose checksums are right. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"pixels\":3 | \"pixels\":2147483647 | an array of 2147483647 numbers does not fit",
        "\"pixels\":3 | \"pixels\":-1 | an array of -1 numbers",
        "\"pixels\":3 | \"pixels\":[3] | its header is wrong",
        "\"pixels\":3 | \"pixels\":1 | is no state of a condensation",
        "\"iteration\":12 | \"iteration\":-2 | is no state of a condensation",
        "\"iteration\":12 | \"iteration\":null | its header is wrong",
        "\"sequence\":5 | \"number\":5 | its header is wrong",
        "\"precision\":\"TF32\" | \"precision\":\"TF64\" | its header is wrong",
        "\"metrics_bytes\":77 | \"metrics_bytes\":-7 | metrics",
        "\"sequence\":5 | \"sequence\":-5 | sequence",
        "\"seconds\":1.5 | \"seconds\":-1.5 | no run has cost -1.5 s",
        "\"peak_device_bytes\":99 | \"peak_device_bytes\":-9 | no run has cost",
        "\"seconds\":1.25 | \"seconds\":\"NaN\" | no phase condense echo has taken NaN s",
        "\"phases\":[ | \"phases\":[null, | its header is wrong",
      })
  void impossibleHeadersAreRefused(String there, String instead, String expected)
      throws IOException {
    refusedHeader(there, instead, expected);
  }

  @Test
  void aHeaderThatLooksLikeUtf32IsRefused() throws IOException {
    refusedHeader("{\"sequence", "{\0\0\0\"sequence", "its header is wrong");
  }

  private void refusedHeader(String there, String instead, String expected) throws IOException {
    byte[] good = bytes(Checkpointed.at(12));
    int start = CheckpointFile.MAGIC.length + 2 * Integer.BYTES;
    int length = ByteBuffer.wrap(good).getInt(start - Integer.BYTES);
    String text = new String(good, start, length, StandardCharsets.UTF_8);
    assertTrue(text.contains(there), text);
    byte[] header = text.replace(there, instead).getBytes(StandardCharsets.UTF_8);
    int arrays = good.length - start - length - Long.BYTES;
    ByteBuffer bad = ByteBuffer.allocate(start + header.length + arrays + Long.BYTES);
    bad.put(good, 0, start - Integer.BYTES).putInt(header.length).put(header);
    bad.put(good, start + length, arrays);
    CRC32C checksum = new CRC32C();
    checksum.update(bad.array(), 0, bad.position());
    bad.putLong(checksum.getValue());

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> read(bad.array()));
    assertTrue(e.getMessage().contains(expected), e.getMessage());
  }

  @Test
  void numbersThatAreNotFiniteAreRefused() throws IOException {
    CondensationState state = new CondensationState(1, 1, new float[] {Float.NaN}, new float[] {0});
    byte[] bytes = bytes(checkpoint(state));
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> read(bytes));
    assertEquals("it holds images that are not finite", e.getMessage());
  }
}
