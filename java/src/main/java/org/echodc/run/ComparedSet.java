package org.echodc.run;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import org.echodc.condense.Objective;
import org.echodc.data.ImageDataset;
import org.echodc.data.catalog.DatasetCatalog;

/** A set of images whose accuracy a run compares with others. */
public enum ComparedSet {
  /** Random real images. */
  RANDOM("random real images, as many as are stored"),
  /** The synthetic images as they began. */
  INITIAL("the images before condensing"),
  /** Images condensed by {@link Objective#DM}. */
  DM("condensed by matching means (DM)"),
  /** Images condensed by {@link Objective#ECHO}. */
  ECHO("condensed by matching distributions (ECHO)"),
  /** The whole data set. */
  FULL("all the real images that are there");

  private final String description;

  ComparedSet(String description) {
    this.description = description;
  }

  /** Its name in {@code summary.json}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The set of a name; nothing if none has it. */
  public static Optional<ComparedSet> named(String key) {
    return Arrays.stream(values()).filter(set -> set.key().equals(key)).findFirst();
  }

  /** What the set is, for a table. */
  public String description() {
    return description;
  }

  /** The objective that condenses the set, if one does. */
  Optional<Objective> objective() {
    return switch (this) {
      case DM -> Optional.of(Objective.DM);
      case ECHO -> Optional.of(Objective.ECHO);
      case RANDOM, INITIAL, FULL -> Optional.empty();
    };
  }

  /** The set that an objective condenses. */
  static ComparedSet of(Objective objective) {
    return objective == Objective.DM ? DM : ECHO;
  }

  /** Those that suit a data set: all for the demonstration, else what the run makes anyway. */
  public static EnumSet<ComparedSet> suited(ImageDataset dataset, Objective objective) {
    return dataset.name().equals(DatasetCatalog.BUNDLED)
        ? EnumSet.allOf(ComparedSet.class)
        : EnumSet.of(RANDOM, INITIAL, of(objective));
  }
}
