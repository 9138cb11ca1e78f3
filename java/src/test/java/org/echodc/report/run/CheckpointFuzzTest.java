package org.echodc.report.run;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Any bytes as a checkpoint: read, or refused as {@link CheckpointFile#read} says; nothing else.
 * The checksum is made right, so that a fuzzer gets past it.
 */
class CheckpointFuzzTest {

  @FuzzTest(maxDuration = "1m")
  void read(byte[] content) throws IOException {
    CRC32C checksum = new CRC32C();
    checksum.update(content);
    byte[] file =
        ByteBuffer.allocate(content.length + Long.BYTES)
            .put(content)
            .putLong(checksum.getValue())
            .array();
    try {
      CheckpointHeader header = CheckpointFile.read(new ByteArrayInputStream(file), file.length);
      assertTrue(header.sequence() >= 0 && header.checkpoint().cost().seconds() >= 0);
    } catch (IllegalArgumentException | EOFException e) {
      // refused
    } catch (IOException e) {
      assertTrue(e.getMessage().contains("a checkpoint of format"), e.getMessage());
    }
  }
}
