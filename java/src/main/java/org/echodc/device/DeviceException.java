package org.echodc.device;

/** A device could not start, ran out of memory or failed; the message says what, where and why. */
public class DeviceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message for the user. */
  public DeviceException(String message) {
    super(message);
  }

  /** With a message for the user and the failure behind it. */
  public DeviceException(String message, Throwable cause) {
    super(message, cause);
  }
}
