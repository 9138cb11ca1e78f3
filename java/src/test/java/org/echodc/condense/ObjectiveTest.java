package org.echodc.condense;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.echodc.operation.image.AugmentationPolicy;
import org.echodc.operation.mmd.Mmd;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An objective and the discrepancy that is computed cannot disagree. */
class ObjectiveTest {
  private static CondensationConfig.Matching matching(Objective objective, Mmd discrepancy) {
    return new CondensationConfig.Matching(
        objective, discrepancy, 8, 200, AugmentationPolicy.none());
  }

  @ParameterizedTest
  @EnumSource
  void echoHasAnyKernel(Mmd.Kernel kernel) {
    assertDoesNotThrow(() -> matching(Objective.ECHO, Mmd.unfused(kernel)));
  }

  @ParameterizedTest
  @EnumSource
  void dmHasOwnDiscrepancyWhateverKernelIsAskedFor(Mmd.Kernel kernel) {
    Mmd own = Objective.DM.discrepancy(kernel, Mmd.Implementation.FUSED);
    assertEquals(own, matching(Objective.DM, own).discrepancy());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEAN")
  void dmHasNoOther(Mmd.Kernel kernel) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> matching(Objective.DM, Mmd.fused(kernel)));
    assertEquals(
        "objective DM computes Mmd[kernel=MEAN, implementation=FUSED], not Mmd[kernel="
            + kernel
            + ", implementation=FUSED]",
        e.getMessage());
  }
}
