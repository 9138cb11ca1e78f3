package org.echodc.condense;

import org.echodc.failure.Cause;
import org.echodc.failure.DiagnosedException;

/** A loss became NaN or infinite; carries the last synthetic images whose loss was finite. */
public class NonFiniteLossException extends DiagnosedException {
  private static final long serialVersionUID = 1L;

  private final transient CondensationResult lastGood;

  NonFiniteLossException(String message, CondensationResult lastGood) {
    super(message, Cause.LOSS_NOT_FINITE);
    this.lastGood = lastGood;
  }

  /** The state at the last finite loss. */
  public CondensationResult lastGood() {
    return lastGood;
  }
}
