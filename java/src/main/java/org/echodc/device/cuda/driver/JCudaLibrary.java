package org.echodc.device.cuda.driver;

import java.nio.file.Path;
import java.util.List;
import jcuda.JCudaVersion;
import org.echodc.device.DeviceException;
import org.echodc.device.NativeLibraries;
import org.echodc.text.Text;

/**
 * The native library behind a class of JCuda.
 *
 * <p>Left alone, such a class takes a file of a known name from the temporary folder, whoever put
 * it there. It is initialised here instead, while it is told that the temporary folder is one that
 * only this user can enter, in which its library lies and is already loaded. What fails, fails
 * before the class is touched, and so can be tried again.
 */
public final class JCudaLibrary {
  private static final String TEMPORARY = "java.io.tmpdir";

  private final NativeLibraries library;

  /**
   * A library that is not loaded yet.
   *
   * @param device that needs it, for messages
   * @param binding the class of JCuda
   */
  public JCudaLibrary(String device, Class<?> binding) {
    String file =
        Text.format(
            "lib%s-%s-%s.so",
            binding.getSimpleName(), JCudaVersion.get(), NativeLibraries.platform());
    library =
        NativeLibraries.of(binding, device, "/lib/", List.of(file), path -> load(path, binding));
  }

  /**
   * Loads it and initialises its class, unless that is done.
   *
   * @throws org.echodc.device.MissingLibraryException if the system lacks a library that it needs
   * @throws DeviceException if it cannot be loaded from any folder
   */
  public void load() {
    library.load();
  }

  /** One at a time in a process: they change one property. */
  private static void load(Path file, Class<?> binding) {
    synchronized (JCudaLibrary.class) {
      String usual = System.setProperty(TEMPORARY, file.getParent().toString());
      try {
        System.load(file.toString());
        initialize(binding);
      } finally {
        System.setProperty(TEMPORARY, usual);
      }
    }
  }

  private static void initialize(Class<?> binding) {
    try {
      Class.forName(binding.getName(), true, binding.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      throw new DeviceException(Text.format("%s cannot start: %s", binding.getName(), e), e);
    }
  }
}
