package org.echodc.device;

import org.echodc.text.Text;

/** The dynamic linker does not find a library of the system that a device needs. */
public final class MissingLibraryException extends DeviceException {
  private static final long serialVersionUID = 1L;

  private final String library;

  /**
   * For a device.
   *
   * @param device that needs it
   * @param library its file, such as {@code libcublas.so.12}
   * @param cause what the linker said
   */
  MissingLibraryException(String device, String library, Throwable cause) {
    super(
        Text.format(
                "device %s cannot load its libraries: the dynamic linker finds no %s\n",
                device, library)
            + "Install it or add its folder to LD_LIBRARY_PATH",
        cause);
    this.library = library;
  }

  /** Its file, such as {@code libcublas.so.12}. */
  public String library() {
    return library;
  }
}
