package org.echodc.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.echodc.cli.terminal.ManualClock;
import org.echodc.report.run.RunCost;
import org.echodc.report.run.RunCost.Phase;
import org.junit.jupiter.api.Test;

class RunMeterTest {
  private final ManualClock clock = new ManualClock();

  @Test
  void timeGoesIntoThePhaseThatGoesOn() {
    RunMeter meter = new RunMeter(clock, RunCost.NONE);
    assertEquals(RunCost.NONE, meter.cost());
    clock.goOn(1);
    meter.begin("condense");
    clock.goOn(2);
    assertEquals(2, meter.phaseSeconds());
    assertEquals(new RunCost(3, 0, List.of(new Phase("condense", 2))), meter.cost());
    assertEquals(Optional.of(new Phase("condense", 2)), meter.end());
    clock.goOn(4);
    assertEquals(0, meter.phaseSeconds());
    assertEquals(Optional.empty(), meter.end());
    meter.begin("evaluate");
    clock.goOn(8);
    meter.end();
    assertEquals(
        new RunCost(15, 0, List.of(new Phase("condense", 2), new Phase("evaluate", 8))),
        meter.cost());
  }

  @Test
  void aLaterSessionAddsToTheOneBefore() {
    RunMeter first = new RunMeter(clock, RunCost.NONE);
    first.begin("condense");
    first.deviceBytes(500);
    clock.goOn(2);
    RunCost checkpoint = first.cost();

    clock.goOn(1000); // lost work, and a pause
    RunMeter second = new RunMeter(clock, checkpoint);
    clock.goOn(0.5);
    second.begin("initialise");
    second.end();
    second.begin("condense");
    second.deviceBytes(300);
    clock.goOn(4);
    assertEquals(6, second.phaseSeconds(), "of both sessions");
    assertEquals(Optional.of(new Phase("condense", 6)), second.end());
    assertEquals(
        new RunCost(6.5, 500, List.of(new Phase("condense", 6), new Phase("initialise", 0))),
        second.cost());
  }

  @Test
  void phasesDoNotOverlap() {
    RunMeter meter = new RunMeter(clock, RunCost.NONE);
    meter.begin("condense");
    assertThrows(IllegalStateException.class, () -> meter.begin("evaluate"));
  }
}
