package org.echodc.data.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.echodc.data.DataException;

/** Any bytes as a MAT file: read, or refused with a {@link DataException}; nothing else. */
class MatFuzzTest {

  @FuzzTest(maxDuration = "1m")
  void read(byte[] file) {
    try {
      MatArray array = MatReader.read(MatBytes.source(file), "X");
      long count =
          array.dimensions().stream().mapToLong(extent -> extent).reduce(1, (a, b) -> a * b);
      assertEquals(count, array.count());
      assertTrue(array.dimensions().size() >= 2);
    } catch (DataException e) {
      assertTrue(e.getMessage().startsWith("some-file"), e.getMessage());
    }
  }
}
