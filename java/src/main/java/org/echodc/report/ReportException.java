package org.echodc.report;

/** A run directory or a file in it cannot be written or read; the message says which and why. */
public class ReportException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ReportException(String message) {
    super(message);
  }

  ReportException(String message, Throwable cause) {
    super(message, cause);
  }
}
