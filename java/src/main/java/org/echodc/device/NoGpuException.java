package org.echodc.device;

/** There is no GPU that a device could fail on. */
public final class NoGpuException extends DeviceException {
  private static final long serialVersionUID = 1L;

  /** With a message for the user. */
  public NoGpuException(String message) {
    super(message);
  }
}
