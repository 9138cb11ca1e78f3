package org.echodc.evaluate;

/** An evaluation was ended by its listener before it had a result. */
public class EvaluationCancelled extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a fixed message. */
  public EvaluationCancelled() {
    super("evaluation cancelled");
  }
}
