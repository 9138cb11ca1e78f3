package org.echodc.environment;

import java.util.Map;

/** The version that Maven wrote into the jar, and what else may change results. */
public final class Version {
  private Version() {}

  /** This program's version. */
  public static String number() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }

  /** This program's version, Java's and the operating system's. */
  public static Map<String, String> ofEverything() {
    return Map.of(
        "echodc", number(),
        "java", Runtime.version().toString(),
        "os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
  }
}
