package org.echodc.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserFoldersTest {
  private static final String KNOWN = "/home/known";

  @Test
  void homeIsWhatTheShellSays() {
    UserFolders folders = new UserFolders(Map.of("HOME", "/elsewhere"), KNOWN);
    assertEquals(Path.of("/elsewhere"), folders.home());
    assertEquals(Path.of("/elsewhere/.cache/echodc"), folders.cache());
  }

  @Test
  void elseWhatTheSystemKnows() {
    assertEquals(Path.of(KNOWN), new UserFolders(Map.of(), KNOWN).home());
    assertEquals(Path.of(KNOWN), new UserFolders(Map.of("HOME", ""), KNOWN).home());
    assertEquals(Path.of(KNOWN), new UserFolders(Map.of("HOME", "relative"), KNOWN).home());
  }

  @Test
  void scratchFoldersAreThoseOfTheSession() {
    Map<String, String> environment =
        Map.of("HOME", "/h", "XDG_RUNTIME_DIR", "/run/user/7", "XDG_CACHE_HOME", "/c");
    assertEquals(
        List.of(Path.of("/run/user/7"), Path.of("/c/echodc"), Path.of("/h/.cache/echodc")),
        new UserFolders(environment, KNOWN).scratch());
    assertEquals(
        List.of(Path.of(KNOWN, ".cache/echodc")), new UserFolders(Map.of(), KNOWN).scratch());
  }
}
