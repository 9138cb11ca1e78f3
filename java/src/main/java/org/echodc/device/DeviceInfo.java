package org.echodc.device;

import java.util.Map;

/**
 * What a device is.
 *
 * @param name the name that selects it: {@code cpu}, {@code cuda}, {@code cudnn}
 * @param hardware the processor's own name
 * @param threads host threads that compute
 * @param versions versions of the libraries it uses, by name, and as {@code precision} the one in
 *     effect, such as {@code tf32}
 */
public record DeviceInfo(String name, String hardware, int threads, Map<String, String> versions) {

  /** Keeps an immutable copy. */
  public DeviceInfo {
    versions = Map.copyOf(versions);
  }
}
