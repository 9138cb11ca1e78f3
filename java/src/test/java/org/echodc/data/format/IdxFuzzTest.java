package org.echodc.data.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.echodc.data.DataException;

/** Any bytes as an IDX file: read, or refused with a {@link DataException}; nothing else. */
class IdxFuzzTest {
  private static final int CLASSES = 10;

  @FuzzTest(maxDuration = "1m")
  void read(byte[] file) {
    try {
      IdxReader.Images images = IdxReader.readImages(IdxBytes.source(file));
      assertEquals(images.count() * images.image().elements(), images.pixels().length);
      assertTrue(images.count() > 0);
    } catch (DataException e) {
      assertTrue(e.getMessage().startsWith("some-file: "), e.getMessage());
    }
    try {
      int[] labels = IdxReader.readLabels(IdxBytes.source(file), CLASSES);
      assertTrue(Arrays.stream(labels).allMatch(label -> label >= 0 && label < CLASSES));
    } catch (DataException e) {
      assertTrue(e.getMessage().startsWith("some-file: "), e.getMessage());
    }
  }
}
