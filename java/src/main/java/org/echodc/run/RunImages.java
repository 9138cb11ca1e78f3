package org.echodc.run;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Images of a run that further networks can be trained on. */
public enum RunImages {
  /** What it came to. */
  CONDENSED,
  /** As they were before condensing. */
  INITIAL,
  /** Real images drawn at random, as many as are stored: those that the run compares with. */
  RANDOM;

  /** Its name on a command line. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The images of a name; nothing if none has it. */
  public static Optional<RunImages> named(String key) {
    return Arrays.stream(values()).filter(images -> images.key().equals(key)).findFirst();
  }
}
