package org.echodc.report.file;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.echodc.report.ReportException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Any bytes as a condensed set: read, or refused with a {@link ReportException}; nothing else. */
class NpzFuzzTest {
  private Path file;

  @BeforeEach
  void createFile() throws IOException {
    file = Files.createTempFile("echodc-fuzz", ".npz");
  }

  @AfterEach
  void deleteFile() throws IOException {
    Files.delete(file);
  }

  @FuzzTest(maxDuration = "1m")
  void read(byte[] content) throws IOException {
    Files.write(file, content);
    try {
      CondensedFileChecks.assertSound(CondensedFile.read(file));
    } catch (ReportException e) {
      assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
    }
  }
}
