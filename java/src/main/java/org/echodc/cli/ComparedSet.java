package org.echodc.cli;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.echodc.condense.ClassSizes;
import org.echodc.condense.Condensation;
import org.echodc.condense.CondensationConfig;
import org.echodc.condense.Objective;
import org.echodc.data.ImageDataset;
import org.echodc.evaluate.EvaluationConfig;
import org.echodc.evaluate.Evaluator;
import org.echodc.text.Text;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A set of images whose accuracy a run compares with others. */
enum ComparedSet {
  RANDOM("random real images, as many as are stored"),
  INITIAL("the images before condensing"),
  DM("condensed by matching means (DM)"),
  ECHO("condensed by matching distributions (ECHO)"),
  FULL("all the real images that are there");

  private static final String NONE = "none";

  private final String description;

  ComparedSet(String description) {
    this.description = description;
  }

  /** Name on the command line and in {@code summary.json}. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What {@code --evaluate} takes. */
  static List<String> names() {
    return Stream.concat(Arrays.stream(values()).map(ComparedSet::key), Stream.of(NONE)).toList();
  }

  /** What the set is, for the table. */
  String description() {
    return description;
  }

  /**
   * Checks, before a run begins, that it will be able to make the set and to evaluate it.
   *
   * @param configOf how an objective condenses
   * @throws IllegalArgumentException saying what does not fit, and which option to change
   */
  void check(
      ImageDataset dataset,
      EvaluationConfig evaluation,
      Function<Objective, CondensationConfig> configOf) {
    Evaluator.check(dataset, evaluation);
    switch (this) {
      case RANDOM ->
          ClassSizes.require(
              dataset,
              configOf.apply(Objective.ECHO).images().decoding().ipc(),
              "as random images to compare with",
              "a smaller --ipc, or --evaluate without random");
      case DM, ECHO ->
          Condensation.check(dataset, configOf.apply(this == DM ? Objective.DM : Objective.ECHO));
      case INITIAL, FULL -> {} // the run begins with them
    }
  }

  /** The set that an objective condenses. */
  static ComparedSet of(Objective objective) {
    return objective == Objective.DM ? DM : ECHO;
  }

  /**
   * The sets that the user asked for, or else those that suit the data set.
   *
   * @param names what the user wrote, null if nothing
   */
  static EnumSet<ComparedSet> parse(
      CommandSpec spec, List<String> names, ImageDataset dataset, Objective objective) {
    if (names == null) {
      return dataset.name().equals(DataOptions.BUNDLED)
          ? EnumSet.allOf(ComparedSet.class)
          : EnumSet.of(RANDOM, INITIAL, of(objective));
    }
    EnumSet<ComparedSet> sets = EnumSet.noneOf(ComparedSet.class);
    for (String name : names) {
      if (!name.equals(NONE)) {
        sets.add(parse(spec, name));
      }
    }
    return sets;
  }

  /** Whether the user asked for no set. */
  static boolean isNone(List<String> names) {
    return names != null && names.stream().allMatch(NONE::equals);
  }

  /** The names that {@link #parse(CommandSpec, List, ImageDataset, Objective)} reads. */
  static List<String> names(EnumSet<ComparedSet> sets) {
    return sets.isEmpty() ? List.of(NONE) : sets.stream().map(ComparedSet::key).toList();
  }

  private static ComparedSet parse(CommandSpec spec, String name) {
    return Arrays.stream(values())
        .filter(set -> set.key().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    Text.format(
                        "--evaluate knows %s and none, not '%s'",
                        Arrays.stream(values())
                            .map(ComparedSet::key)
                            .collect(Collectors.joining(", ")),
                        name),
                    spec.findOption("--evaluate"),
                    null));
  }
}
