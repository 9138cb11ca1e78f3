package org.echodc.report.file;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.echodc.report.run.RecordExamples;

/**
 * Any bytes as one of the arrays of an otherwise sound condensed set, without the zip file around
 * it, whose checksums would keep a fuzzer out. The first byte says which array.
 */
class NpyFuzzTest {
  private static final Map<String, NpyArray> SOUND = CondensedFile.toArrays(RecordExamples.small());

  @FuzzTest(maxDuration = "1m")
  void read(byte[] choiceAndArray) {
    if (choiceAndArray.length == 0) {
      return;
    }
    int choice = Math.floorMod(choiceAndArray[0], CondensedArrays.NAMES.size());
    byte[] array = Arrays.copyOfRange(choiceAndArray, 1, choiceAndArray.length);
    Map<String, NpyArray> arrays = new HashMap<>(SOUND);
    try {
      arrays.put(CondensedArrays.NAMES.get(choice), NpyArray.parse(array));
      CondensedFileChecks.assertSound(new CondensedArrays(arrays).toImages());
    } catch (IllegalArgumentException e) { // of which CondensedFile makes a ReportException
      assertFalse(e.getMessage().isBlank());
    }
  }
}
