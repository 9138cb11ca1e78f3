package org.echodc.cli.terminal;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.Optional;
import java.util.stream.Stream;
import org.echodc.text.Text;

/** The characters that Java lets names of files have: those of the locale it was started in. */
public final class CharacterSet {
  private static final String OF_NAMES = System.getProperty("sun.jnu.encoding");

  private CharacterSet() {}

  /**
   * What to do about a failure, if the cause is a name with characters that the locale lacks. The
   * script {@code echodc} chooses a locale that has them; who starts Java alone must.
   */
  public static Optional<String> cureOf(Throwable failure) {
    boolean ofAName =
        Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
            .anyMatch(InvalidPathException.class::isInstance);
    return ofAName && !Charset.forName(OF_NAMES).equals(StandardCharsets.UTF_8)
        ? Optional.of(
            Text.format(
                "Names of files have the characters of the locale, here %s; set LC_ALL=C.UTF-8",
                OF_NAMES))
        : Optional.empty();
  }
}
