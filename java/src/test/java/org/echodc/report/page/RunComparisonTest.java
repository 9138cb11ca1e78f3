package org.echodc.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.echodc.report.ReportException;
import org.echodc.report.run.RunExamples;
import org.echodc.report.run.RunFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunComparisonTest {
  private final RunFiles first = RunExamples.files("runs/a", 70.0, 72.0, 71.0);
  private final RunFiles second = RunExamples.files("runs/b", 75.0, 77.0, 79.0);

  @Test
  void everyRunIsTestedAgainstTheFirst() {
    RunComparison comparison =
        RunComparison.of(List.of(first, second, RunExamples.files("runs/c", 71.0, 72.5, 70.0)));
    assertEquals(List.of(), comparison.warnings());
    assertEquals(OptionalDouble.empty(), comparison.probabilities().get(0));
    // t = 6 / sqrt(1/3 + 4/3), 2.94 degrees of freedom
    double p = comparison.probabilities().get(1).getAsDouble();
    assertEquals(0.0196, p, 0.0005);
    assertEquals(2 * p, comparison.corrected().get(1).getAsDouble(), 1e-12);
    assertTrue(comparison.probabilities().get(2).getAsDouble() > 0.8);
    assertEquals(
        comparison.probabilities().get(2).getAsDouble(),
        comparison.corrected().get(2).getAsDouble(),
        1e-12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dataset", "test_images", "class_names"})
  void runsOnOtherDataAreRefused(String what) {
    RunFiles other = RunExamples.changed(second, "", what, "other");
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> RunComparison.of(List.of(first, other)));
    String expected = "runs/a and runs/b cannot be compared: their " + what.replace('_', ' ');
    assertTrue(e.getMessage().startsWith(expected), e.getMessage());
  }

  @Test
  void whatIsNotLikeForLikeIsSaid() {
    RunFiles other = RunExamples.changed(second, "evaluation", "epochs", "1000");
    other = RunExamples.changed(other, "device", "hardware", "H100");
    other = RunExamples.changed(other, "evaluation", "seed", "7");
    assertEquals(
        List.of(
            "runs/b was evaluated differently: epochs 1000, not 60",
            "runs/b ran on another device: times do not compare"),
        RunComparison.of(List.of(first, other)).warnings());
  }

  @Test
  void aRunThatWentOnElsewhereRanOnAnotherDevice() {
    assertEquals(List.of(), RunComparison.of(List.of(first, resumedOn(second, "Zen"))).warnings());
    assertEquals(
        List.of("runs/b ran on another device: times do not compare"),
        RunComparison.of(List.of(first, resumedOn(second, "H100"))).warnings());
  }

  private static RunFiles resumedOn(RunFiles files, String hardware) {
    ObjectNode configuration = files.configuration().deepCopy();
    ObjectNode session = configuration.withArray("resumed").addObject();
    session.set("device", configuration.get("device").deepCopy());
    ((ObjectNode) session.get("device")).put("hardware", hardware);
    return RunExamples.with(files, configuration);
  }

  @Test
  void oneNetworkMakesNoTest() {
    RunComparison comparison = RunComparison.of(List.of(first, RunExamples.files("b", 75.0)));
    assertEquals(OptionalDouble.empty(), comparison.probabilities().get(1));
    assertEquals(Optional.empty(), comparison.runs().get(1).accuracy().orElseThrow().interval());
    assertTrue(comparison.warnings().get(0).startsWith("b has one network: no interval"));
  }

  @Test
  void aRunWithoutASummaryIsComparedAsFarAsPossible() {
    RunFiles killed =
        new RunFiles(
            second.path(),
            second.configuration(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of());
    RunComparison comparison = RunComparison.of(List.of(first, killed));
    assertEquals(
        List.of(
            "runs/b is unfinished, after 0 iterations",
            "runs/b has no accuracy of its condensed images"),
        comparison.warnings());
    assertTrue(ComparisonPage.html(comparison).contains("runs/b is unfinished"));
  }

  @Test
  void anAccuracyThatIsNoneIsRefused() {
    RunFiles hostile = RunExamples.files("runs/b", 70.0, 1e9);
    ReportException e =
        assertThrows(ReportException.class, () -> RunComparison.of(List.of(first, hostile)));
    assertTrue(e.getMessage().startsWith("runs/b: the accuracy 1.0E9"), e.getMessage());
  }

  @Test
  void thePageHoldsItsPictures() {
    String html = ComparisonPage.html(RunComparison.of(List.of(first, second)));
    assertEquals(2, html.split("data:image/png;base64,", -1).length - 1);
    assertFalse(html.contains("http://") && html.contains("src=\"http"), "loads from elsewhere");
  }
}
