package org.echodc.failure;

import java.util.Optional;

/** What was asked for cannot be done with this data, this device or these files. */
public final class UnsuitableException extends IllegalArgumentException implements Diagnosed {
  private static final long serialVersionUID = 1L;

  private final Cause diagnosis;

  /** A failure with a cause. */
  public UnsuitableException(String message, Cause diagnosis) {
    super(message);
    this.diagnosis = diagnosis;
  }

  @Override
  public Optional<Cause> diagnosis() {
    return Optional.of(diagnosis);
  }
}
