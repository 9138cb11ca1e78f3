package org.echodc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script {@code echodc}, in a tree of its own and with stand-ins for the tools it calls. */
class LauncherTest {
  private static final String JAVA =
      """
      #!/bin/sh
      if [ "$1" = -version ]; then echo 'openjdk version "%s.0.1" 2023-07-18' >&2; exit; fi
      for argument; do echo "<$argument>"; done
      echo "characters ${LC_CTYPE-} messages ${LC_MESSAGES-} all ${LC_ALL-}"
      """;

  private static final String MAVEN =
      """
      #!/bin/sh
      echo building
      mkdir -p java/target && echo new >java/target/echodc.jar
      """;

  private static final String LOCALE =
      """
      #!/bin/sh
      case "$1" in
        charmap) echo "$TEST_CHARMAP" ;;
        -a) printf '%s\\n' C POSIX aa_DJ.utf8 $TEST_LOCALES ;;
        *) echo LANG=; [ -z "$TEST_COMPLAINT" ] || echo "$TEST_COMPLAINT" >&2 ;;
      esac
      """;

  private static final Instant EARLIER = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path folder;
  private Path tree;
  private Path jar;
  private Path tools;

  /** What a run left: its exit code, its output, and what it said on stderr. */
  private record Outcome(int code, List<String> out, String err) {}

  @BeforeEach
  void makeTree() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    tree = Files.createDirectories(folder.resolve("a tree"));
    jar = tree.resolve("java/target/echodc.jar");
    Files.copy(Path.of("../echodc"), tree.resolve("echodc"));
    for (String directory : List.of("java/src/main", "java/target", "native")) {
      Files.createDirectories(tree.resolve(directory));
    }
    for (String file : List.of("pom.xml", "CMakeLists.txt", "NOTICE", "java/pom.xml")) {
      Files.createFile(tree.resolve(file));
    }
    Files.writeString(jar, "old");
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(EARLIER));
      }
    }
    Files.setLastModifiedTime(jar, FileTime.from(EARLIER.plusSeconds(1)));
    tools = Files.createDirectories(folder.resolve("tools"));
    executable(tools.resolve("java"), JAVA.formatted("17"));
    executable(tools.resolve("mvn"), MAVEN);
    executable(tools.resolve("locale"), LOCALE);
    for (String tool : List.of("javac", "cmake", "g++", "make")) {
      executable(tools.resolve(tool), "#!/bin/sh\n");
    }
  }

  private static void executable(Path file, String script) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Outcome run(Map<String, String> environment, List<String> before) throws Exception {
    List<String> command = new ArrayList<>(before);
    command.addAll(List.of("bash", tree.resolve("echodc").toString(), "--version"));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    Map<String, String> variables = builder.environment();
    List.of("JAVA_HOME", "LANG", "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "ECHODC_JAVA_OPTS")
        .forEach(variables::remove);
    variables.put("PATH", tools + ":" + variables.get("PATH"));
    variables.put("TEST_CHARMAP", "UTF-8");
    variables.put("TEST_LOCALES", "C.utf8");
    variables.putAll(environment);
    int code = builder.start().waitFor();
    return new Outcome(code, Files.readAllLines(out), Files.readString(err));
  }

  private Outcome run(Map<String, String> environment) throws Exception {
    return run(environment, List.of());
  }

  private static void assertFails(Outcome outcome, String... parts) {
    assertEquals(1, outcome.code(), outcome::toString);
    assertEquals(List.of(), outcome.out());
    assertTrue(outcome.err().startsWith("echodc: "), outcome::err);
    assertFalse(outcome.err().contains(": line "), outcome::err); // of the shell's own
    for (String part : parts) {
      assertTrue(outcome.err().contains(part), outcome::err);
    }
  }

  @Test
  void runsTheJarThatIsThere() throws Exception {
    Outcome outcome = run(Map.of());
    assertEquals(0, outcome.code());
    assertEquals("", outcome.err());
    assertEquals(
        List.of("<-jar>", "<" + jar.toRealPath() + ">", "<--version>"),
        outcome.out().subList(0, 3));
    assertEquals("old", Files.readString(jar));
  }

  @Test
  void buildsOnceWhenASourceIsNewer() throws Exception {
    Files.setLastModifiedTime(tree.resolve("NOTICE"), FileTime.from(EARLIER.plusSeconds(5)));
    Outcome first = run(Map.of());
    assertEquals(0, first.code(), first::err);
    assertTrue(first.err().startsWith("echodc: building"), first::err);
    assertEquals("new\n", Files.readString(jar));
    assertEquals("", run(Map.of()).err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "-Xmx1g  -Dx=y | <-Xmx1g> <-Dx=y>",
        "'-Dx=a b' -Dy=\"c d\" | <-Dx=a b> <-Dy=c d>",
        "-Dx=a\\ b | <-Dx=a b>",
        "\"-Dx=\\\"a\\\" \\d\" | <-Dx=\"a\" \\d>",
        "'-Dx=\\' '' | <-Dx=\\> <>",
        "-Dx=$(touch$IFS/nowhere) -Dy=* | <-Dx=$(touch$IFS/nowhere)> <-Dy=*>",
        "`  ` | ``"
      })
  void splitsJavaOptionsAsAShellDoes(String options, String words) throws Exception {
    Outcome outcome = run(Map.of("ECHODC_JAVA_OPTS", options));
    assertEquals(0, outcome.code(), outcome::err);
    int end = outcome.out().indexOf("<-jar>");
    assertEquals(words, String.join(" ", outcome.out().subList(0, end)));
  }

  @Test
  void refusesAQuoteThatIsNotClosed() throws Exception {
    assertFails(run(Map.of("ECHODC_JAVA_OPTS", "-Dx='a b")), "ECHODC_JAVA_OPTS", "-Dx='a b");
  }

  @Test
  void namesAJavaHomeThatLeadsNowhere() throws Exception {
    String gone = folder.resolve("gone").toString();
    Outcome outcome = run(Map.of("JAVA_HOME", gone));
    assertFails(outcome, "JAVA_HOME is " + gone, "no bin/java", "unset it");
    assertFalse(outcome.err().contains("apt-get"), outcome::err);
  }

  @Test
  void namesAJavaHomeThatIsOld() throws Exception {
    Path old = folder.resolve("old");
    executable(old.resolve("bin/java"), JAVA.formatted("11"));
    assertFails(run(Map.of("JAVA_HOME", old.toString())), "JAVA_HOME is " + old, "Java 11", "17");
  }

  @Test
  void namesAJavaHomeThatDoesNotRun() throws Exception {
    Path broken = folder.resolve("broken");
    executable(broken.resolve("bin/java"), "#!/bin/sh\nexit 1\n");
    assertFails(run(Map.of("JAVA_HOME", broken.toString())), "JAVA_HOME is " + broken, "runs");
  }

  @Test
  void namesAJavaHomeThatCannotBuild() throws Exception {
    Path runtime = folder.resolve("runtime");
    executable(runtime.resolve("bin/java"), JAVA.formatted("21"));
    assertEquals(0, run(Map.of("JAVA_HOME", runtime.toString())).code());
    Files.delete(jar);
    assertFails(run(Map.of("JAVA_HOME", runtime.toString())), "JAVA_HOME", "no bin/javac");
  }

  @Test
  void namesAnOldJavaThatIsFoundFirst() throws Exception {
    executable(tools.resolve("java"), JAVA.formatted("11"));
    assertFails(run(Map.of()), tools.resolve("java") + " is Java 11", "let JAVA_HOME name");
  }

  /** As somebody who may not write to the tree; root may everything, and is somebody else here. */
  private Outcome runAsAnother() throws Exception {
    if (System.getProperty("user.name").equals("root")) {
      return run(Map.of(), List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
    }
    Path target = jar.getParent();
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      return run(Map.of());
    } finally {
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void usesTheJarWhereItMayNotBuild() throws Exception {
    Files.setLastModifiedTime(tree.resolve("NOTICE"), FileTime.from(EARLIER.plusSeconds(5)));
    Outcome outcome = runAsAnother();
    assertEquals(0, outcome.code(), outcome::err);
    assertTrue(outcome.err().startsWith("echodc: warning: sources are newer"), outcome::err);
    assertTrue(outcome.err().contains("java/target is not yours to write"), outcome::err);
    assertFalse(outcome.err().contains(": line "), outcome::err);
    assertTrue(outcome.out().contains("<--version>"), outcome::toString);
  }

  @Test
  void saysWhyItCannotBuild() throws Exception {
    Files.delete(jar);
    assertFails(runAsAnother(), "must be built first", "java/target is not yours to write");
  }

  @Test
  void givesAsciiLocalesTheCharactersOfUtf8AndNothingElse() throws Exception {
    Map<String, String> ascii = Map.of("TEST_CHARMAP", "ANSI_X3.4-1968", "LC_ALL", "POSIX");
    Outcome outcome = run(ascii);
    assertEquals("", outcome.err());
    assertTrue(outcome.out().contains("characters C.utf8 messages POSIX all "), outcome::toString);
  }

  @Test
  void replacesALocaleThatIsNotInstalled() throws Exception {
    Outcome outcome =
        run(Map.of("LC_MESSAGES", "xx_YY", "TEST_COMPLAINT", "locale: Cannot set LC_MESSAGES"));
    assertEquals("", outcome.err());
    assertTrue(outcome.out().contains("characters  messages xx_YY all C.utf8"), outcome::toString);
  }

  @ParameterizedTest
  @CsvSource({"UTF-8", "ISO-8859-15"})
  void leavesOtherCharactersAlone(String charmap) throws Exception {
    Outcome outcome = run(Map.of("TEST_CHARMAP", charmap, "LC_ALL", "C"));
    assertEquals("", outcome.err());
    assertTrue(outcome.out().contains("characters  messages  all C"), outcome::toString);
  }

  @Test
  void warnsWhereNoLocaleHasUtf8() throws Exception {
    executable(tools.resolve("locale"), LOCALE.replace("aa_DJ.utf8", ""));
    Outcome outcome = run(Map.of("TEST_CHARMAP", "ANSI_X3.4-1968", "TEST_LOCALES", "de_DE"));
    assertEquals(0, outcome.code());
    assertTrue(outcome.err().startsWith("echodc: warning: the locale has ASCII"), outcome::err);
  }
}
