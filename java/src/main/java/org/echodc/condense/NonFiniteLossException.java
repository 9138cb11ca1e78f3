package org.echodc.condense;

/** A loss became NaN or infinite; carries the last synthetic images whose loss was finite. */
public class NonFiniteLossException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient CondensationResult lastGood;

  NonFiniteLossException(String message, CondensationResult lastGood) {
    super(message);
    this.lastGood = lastGood;
  }

  /** The state at the last finite loss. */
  public CondensationResult lastGood() {
    return lastGood;
  }
}
