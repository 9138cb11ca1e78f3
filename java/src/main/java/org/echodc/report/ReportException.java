package org.echodc.report;

import java.io.IOException;
import java.nio.file.Path;
import org.echodc.failure.Cause;
import org.echodc.failure.DiagnosedException;
import org.echodc.report.file.AtomicFile;
import org.echodc.text.Text;

/** A run directory or a file in it cannot be written or read; the message says which and why. */
public class ReportException extends DiagnosedException {
  private static final long serialVersionUID = 1L;

  /** With a message for the user. */
  public ReportException(String message) {
    super(message);
  }

  /** With a message for the user and a named cause. */
  public ReportException(String message, Cause diagnosis) {
    super(message, diagnosis);
  }

  /** With a message for the user and what led to it. */
  public ReportException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A file that cannot be read. */
  public static ReportException unreadable(Path file, IOException cause) {
    return new ReportException(
        Text.format("%s cannot be read: %s", file, AtomicFile.reason(cause)), cause);
  }
}
