package org.echodc.device;

import org.echodc.failure.Cause;
import org.echodc.failure.DiagnosedException;

/** A device could not start, ran out of memory or failed; the message says what, where and why. */
public class DeviceException extends DiagnosedException {
  private static final long serialVersionUID = 1L;

  /** With a message for the user. */
  public DeviceException(String message) {
    super(message);
  }

  /** With a message for the user and a named cause. */
  public DeviceException(String message, Cause diagnosis) {
    super(message, diagnosis);
  }

  /** With a message for the user and the failure behind it. */
  public DeviceException(String message, Throwable cause) {
    super(message, cause);
  }

  /** With a message for the user, the failure behind it and its named cause. */
  public DeviceException(String message, Throwable cause, Cause diagnosis) {
    super(message, cause, diagnosis);
  }
}
