package org.echodc.condense;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.echodc.operation.image.AugmentationPolicy;
import org.echodc.operation.mmd.Discrepancy;
import org.echodc.operation.mmd.MeanDistance;
import org.echodc.operation.mmd.Mmd;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An objective follows from the discrepancy that is computed, and makes it. */
class ObjectiveTest {
  private static Objective matched(Discrepancy discrepancy) {
    return new CondensationConfig.Matching(discrepancy, 8, 200, AugmentationPolicy.none())
        .objective();
  }

  @ParameterizedTest
  @EnumSource
  void echoHasAnyKernel(Mmd.Kernel kernel) {
    Discrepancy own = Objective.ECHO.discrepancy(kernel, Mmd.Implementation.UNFUSED);
    assertEquals(Mmd.unfused(kernel), own);
    assertEquals(Objective.ECHO, matched(own));
  }

  @ParameterizedTest
  @EnumSource
  void dmHasOwnDiscrepancyWhateverKernelIsAskedFor(Mmd.Kernel kernel) {
    Discrepancy own = Objective.DM.discrepancy(kernel, Mmd.Implementation.FUSED);
    assertEquals(new MeanDistance(), own);
    assertEquals(Objective.DM, matched(own));
  }
}
