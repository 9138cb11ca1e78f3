package org.echodc.device;

import org.echodc.failure.Cause;

/** There is no GPU that a device could fail on. */
public final class NoGpuException extends DeviceException {
  private static final long serialVersionUID = 1L;

  /** With a message for the user. */
  public NoGpuException(String message) {
    super(message, Cause.NO_GPU);
  }
}
