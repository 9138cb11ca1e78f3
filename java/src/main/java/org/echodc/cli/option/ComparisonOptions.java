package org.echodc.cli.option;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.echodc.cli.recipe.RecipeOptions;
import org.echodc.condense.Objective;
import org.echodc.data.ImageDataset;
import org.echodc.data.catalog.DatasetCatalog.TestImages;
import org.echodc.run.ComparedSet;
import org.echodc.text.Text;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which sets of images a run compares. */
public final class ComparisonOptions implements RecipeOptions {
  private static final String NONE = "none";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--evaluate",
      split = ",",
      completionCandidates = Names.class,
      paramLabel = "SET",
      description =
          "Sets to evaluate: random, initial, dm, echo, full; or none. Default: all for"
              + " fashion-mnist-mini, else random, initial and the objective's own.")
  private List<String> names;

  /** What a shell proposes for {@code --evaluate}. */
  private static final class Names extends Candidates {
    Names() {
      super(Stream.concat(keys(), Stream.of(NONE)).toList());
    }
  }

  private static Stream<String> keys() {
    return Arrays.stream(ComparedSet.values()).map(ComparedSet::key);
  }

  /** Whether the data set must have test images: to evaluate anything. */
  public TestImages tests() {
    boolean none = names != null && names.stream().allMatch(NONE::equals);
    return none ? TestImages.OPTIONAL : TestImages.REQUIRED;
  }

  /** The sets that the user asked for, or else those that suit the data set. */
  public EnumSet<ComparedSet> sets(ImageDataset dataset, Objective objective) {
    if (names == null) {
      return ComparedSet.suited(dataset, objective);
    }
    EnumSet<ComparedSet> sets = EnumSet.noneOf(ComparedSet.class);
    names.stream().filter(name -> !name.equals(NONE)).map(this::parse).forEach(sets::add);
    return sets;
  }

  /** What to write for sets, in their order, to get them again. */
  public static List<String> names(Set<ComparedSet> sets) {
    return sets.isEmpty() ? List.of(NONE) : sets.stream().map(ComparedSet::key).toList();
  }

  private ComparedSet parse(String name) {
    return ComparedSet.named(name)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    Text.format(
                        "--evaluate knows %s and none, not '%s'",
                        keys().collect(Collectors.joining(", ")), name),
                    spec.findOption("--evaluate"),
                    null));
  }
}
