package org.echodc.failure;

/** What a failure tells: its message, and in brackets the cause that it names. */
public final class Told {
  private Told() {}

  /** What a failure tells. */
  public static String by(Throwable failure) {
    return Diagnosed.of(failure)
        .map(cause -> failure.getMessage() + " [" + cause + "]")
        .orElseGet(failure::getMessage);
  }
}
