package org.echodc.environment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The folders of the user who runs this program, as other programs find them: by environment
 * variables, and only without those by what the system knows of its users.
 */
public final class UserFolders {
  private final Map<String, String> environment;
  private final String systemsHome;

  /** For tests: with variables and the home that the system knows. */
  UserFolders(Map<String, String> environment, String systemsHome) {
    this.environment = environment;
    this.systemsHome = systemsHome;
  }

  /** Those of this process. */
  public static UserFolders ofThisProcess() {
    return new UserFolders(System.getenv(), System.getProperty("user.home"));
  }

  /** What a shell calls {@code ~}: {@code HOME}; Java's {@code user.home} does not follow that. */
  public Path home() {
    return named("HOME").orElseGet(() -> Path.of(systemsHome));
  }

  /** {@code ~/.cache/echodc}, where data sets are looked for. */
  public Path cache() {
    return home().resolve(".cache/echodc");
  }

  /** Folders for files of this program that can be lost, the most short-lived first. */
  public List<Path> scratch() {
    List<Path> folders = new ArrayList<>();
    named("XDG_RUNTIME_DIR").ifPresent(folders::add);
    named("XDG_CACHE_HOME").map(folder -> folder.resolve("echodc")).ifPresent(folders::add);
    folders.add(cache());
    return folders;
  }

  /** The folder that a variable names; none where it is unset, empty or relative. */
  private Optional<Path> named(String variable) {
    return Optional.ofNullable(environment.get(variable)).map(Path::of).filter(Path::isAbsolute);
  }
}
