package org.echodc.cli;

import java.util.EnumSet;
import java.util.List;
import org.echodc.condense.Objective;
import org.echodc.data.DatasetCatalog.TestImages;
import org.echodc.data.ImageDataset;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which sets of images a run compares. */
final class ComparisonOptions implements RecipeOptions {
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
      super(ComparedSet.names());
    }
  }

  /** Whether the data set must have test images: to evaluate anything. */
  TestImages tests() {
    return ComparedSet.isNone(names) ? TestImages.OPTIONAL : TestImages.REQUIRED;
  }

  /** The sets that the user asked for, or else those that suit the data set. */
  EnumSet<ComparedSet> sets(ImageDataset dataset, Objective objective) {
    return ComparedSet.parse(spec, names, dataset, objective);
  }
}
