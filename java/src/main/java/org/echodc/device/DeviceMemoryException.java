package org.echodc.device;

import org.echodc.failure.Cause;

/** A device has less memory left than was asked for; the message says how much of each. */
public class DeviceMemoryException extends DeviceException {
  private static final long serialVersionUID = 1L;

  /** With a message for the user and the failure behind it. */
  public DeviceMemoryException(String message, Throwable cause) {
    super(message, cause, Cause.DEVICE_MEMORY_EXHAUSTED);
  }
}
