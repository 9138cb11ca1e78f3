package org.echodc.failure;

import java.util.Optional;

/** A failure of files, devices or computations, with a message for the user. */
public abstract class DiagnosedException extends RuntimeException implements Diagnosed {
  private static final long serialVersionUID = 1L;

  private final Cause diagnosis;

  /** A failure that has no named cause. */
  protected DiagnosedException(String message) {
    this(message, (Cause) null);
  }

  /** A failure with a named cause. */
  protected DiagnosedException(String message, Cause diagnosis) {
    super(message);
    this.diagnosis = diagnosis;
  }

  /** A failure that another one led to. */
  protected DiagnosedException(String message, Throwable cause) {
    this(message, cause, null);
  }

  /** A failure with a named cause that another one led to. */
  protected DiagnosedException(String message, Throwable cause, Cause diagnosis) {
    super(message, cause);
    this.diagnosis = diagnosis;
  }

  @Override
  public Optional<Cause> diagnosis() {
    return Optional.ofNullable(diagnosis);
  }
}
