package org.echodc.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.echodc.evaluate.WelchTest;
import org.echodc.report.ReportException;
import org.echodc.report.run.RunFiles;
import org.echodc.text.Text;

/**
 * Runs on the same data set, side by side; the first is what the others are compared with.
 *
 * @param runs at least two
 * @param probabilities of Welch's test of each run against the first, none for the first itself
 * @param corrected the same by Holm's correction
 * @param warnings what keeps the runs from being compared like for like
 */
public record RunComparison(
    List<ComparedRun> runs,
    List<OptionalDouble> probabilities,
    List<OptionalDouble> corrected,
    List<String> warnings) {

  /** What the numbers mean, and what they do not. */
  public static final List<String> METHOD =
      List.of(
          "Intervals of the mean: 95 %, by Student's t.",
          "p: Welch's test of the accuracy against the first run, two-sided; Holm: corrected for"
              + " the number of tests.",
          "Both are about the networks trained on these images, not about what condensing with"
              + " another seed would have given.");

  /** In which an evaluation may differ: it is what intervals and tests are for. */
  private static final Set<String> MAY_DIFFER = Set.of("seed", "repeats");

  /**
   * Compares.
   *
   * @throws IllegalArgumentException if the runs are of different data sets
   * @throws ReportException if an accuracy is none
   */
  public static RunComparison of(List<RunFiles> files) {
    List<ComparedRun> runs = files.stream().map(ComparedRun::of).toList();
    ComparedRun first = runs.get(0);
    List<OptionalDouble> probabilities = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    for (ComparedRun run : runs) {
      boolean other = run != first;
      probabilities.add(other ? probability(first, run) : OptionalDouble.empty());
      describe(run, warnings);
      if (other) {
        requireSameTest(first, run);
        warnOfDifferences(first, run, warnings);
      }
    }
    return new RunComparison(runs, probabilities, WelchTest.holm(probabilities), warnings);
  }

  private static OptionalDouble probability(ComparedRun first, ComparedRun run) {
    return first.accuracy().isPresent() && run.accuracy().isPresent()
        ? WelchTest.probability(first.accuracy().get(), run.accuracy().get())
        : OptionalDouble.empty();
  }

  private static void requireSameTest(ComparedRun first, ComparedRun run) {
    for (String what : List.of("/dataset", "/test_images", "/class_names")) {
      JsonNode expected = first.configuration(what);
      JsonNode found = run.configuration(what);
      if (!expected.equals(found)) {
        throw new IllegalArgumentException(
            Text.format(
                "%s and %s cannot be compared: their %s differ, %s and %s",
                first.name(), run.name(), what.substring(1).replace('_', ' '), expected, found));
      }
    }
  }

  private static void describe(ComparedRun run, List<String> warnings) {
    if (!run.status().equals("complete")) {
      warnings.add(
          Text.format(
              "%s is %s, after %.0f iterations",
              run.name(), run.status(), run.measured("iterations")));
    }
    if (run.accuracy().isEmpty()) {
      warnings.add(Text.format("%s has no accuracy of its condensed images", run.name()));
    } else if (run.accuracy().get().values().size() == 1) {
      warnings.add(Text.format("%s has one network: no interval and no test", run.name()));
    }
  }

  private static void warnOfDifferences(ComparedRun first, ComparedRun run, List<String> warnings) {
    JsonNode expected = first.configuration("/evaluation");
    for (Iterator<String> names = expected.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      JsonNode found = run.configuration("/evaluation").path(name);
      if (!MAY_DIFFER.contains(name) && !expected.get(name).equals(found)) {
        warnings.add(
            Text.format(
                "%s was evaluated differently: %s %s, not %s",
                run.name(), name.replace('_', ' '), found.asText(), expected.get(name).asText()));
      }
    }
    if (!first.devices().equals(run.devices())) {
      warnings.add(Text.format("%s ran on another device: times do not compare", run.name()));
    }
  }
}
