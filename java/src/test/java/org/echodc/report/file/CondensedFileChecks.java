package org.echodc.report.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.echodc.synthetic.SyntheticSet;

/** What holds of every condensed set that was read, whoever wrote it. */
final class CondensedFileChecks {
  private CondensedFileChecks() {}

  static void assertSound(CondensedImages read) {
    SyntheticSet set = read.set();
    assertEquals(set.storedShape().elements(), set.pixels().length);
    assertTrue(set.decodedImages() >= set.storedImages(), set.decoding().toString());
    assertEquals(set.image().extent(2), read.normalization().channels());
    for (float pixel : set.pixels()) {
      assertTrue(pixel >= 0 && pixel <= 1);
    }
  }
}
