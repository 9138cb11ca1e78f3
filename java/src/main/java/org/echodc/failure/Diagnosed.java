package org.echodc.failure;

import java.util.Optional;
import java.util.stream.Stream;

/** A failure whose cause may have a name. */
public interface Diagnosed {

  /** Why it failed, where somebody can do something about it. */
  Optional<Cause> diagnosis();

  /** The cause of a failure, or of what it was caused by; the first that has a name. */
  static Optional<Cause> of(Throwable failure) {
    return Stream.iterate(failure, each -> each != null, Throwable::getCause)
        .filter(Diagnosed.class::isInstance)
        .flatMap(each -> ((Diagnosed) each).diagnosis().stream())
        .findFirst();
  }
}
