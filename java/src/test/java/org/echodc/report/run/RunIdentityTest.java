package org.echodc.report.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.echodc.device.DeviceInfo;
import org.echodc.device.Precision;
import org.junit.jupiter.api.Test;

class RunIdentityTest {
  private static final RunIdentity THEN = Checkpointed.IDENTITY;

  private static RunIdentity identity(
      String program, DeviceInfo device, Precision precision, String data, String recipe) {
    return new RunIdentity(program, device, precision, "mnist", data, recipe);
  }

  @Test
  void whatMakesTheResultAnotherOneIsAConflict() {
    DeviceInfo gpu = new DeviceInfo("cuda", "Zen", 2, THEN.device().versions());
    RunIdentity now = identity("0.1.0", gpu, Precision.BF16, "0123abcd", "00000000");
    assertEquals(
        List.of(
            "device: cpu then, cuda now",
            "precision: TF32 then, BF16 now",
            "its recipe was changed since"),
        THEN.conflicts(now));
    assertEquals(List.of(), THEN.differences(now));
    assertTrue(THEN.hasDataOf(now));
  }

  @Test
  void whatMayChangeTheLastBitsIsADifference() {
    DeviceInfo other = new DeviceInfo("cpu", "Haswell", 64, Map.of("onednn", "3.9"));
    RunIdentity now = identity("0.2.0", other, Precision.TF32, "0123abcd", "deadbeef");
    assertEquals(List.of(), THEN.conflicts(now));
    assertEquals(
        List.of(
            "processor: Zen then, Haswell now",
            "versions of libraries: {onednn=3.8} then, {onednn=3.9} now",
            "echodc: 0.1.0 then, 0.2.0 now"),
        THEN.differences(now));
  }

  @Test
  void otherThreadsAreNeither() {
    DeviceInfo threads = new DeviceInfo("cpu", "Zen", 64, THEN.device().versions());
    RunIdentity now = identity("0.1.0", threads, Precision.TF32, "0123abcd", "deadbeef");
    assertEquals(List.of(), THEN.conflicts(now));
    assertEquals(List.of(), THEN.differences(now));
  }

  @Test
  void otherDataIsOther() {
    assertFalse(
        THEN.hasDataOf(identity("0.1.0", THEN.device(), Precision.TF32, "ffffffff", "deadbeef")));
  }
}
