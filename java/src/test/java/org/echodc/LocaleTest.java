package org.echodc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.echodc.text.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No text of the product depends on the user's language: no call asks for the default locale. */
class LocaleTest {
  private static final List<Path> SOURCES =
      List.of(
          Path.of("src/main/java"),
          Path.of("../benchmarks/src/main/java"),
          Path.of("../benchmarks/src/peers/java"));

  /** Calls that take the default locale: what {@link Text#format} and Locale.ROOT are there for. */
  private static final Pattern BY_DEFAULT_LOCALE =
      Pattern.compile(
          "\\.formatted\\("
              + "|String\\.format\\(\\s*+(?!Locale\\.ROOT)"
              + "|\\.printf\\(\\s*+(?!Locale\\.ROOT)"
              + "|\\.to(Lower|Upper)Case\\(\\)"
              + "|String::(format|formatted|toLowerCase|toUpperCase)"
              + "|\\.ofPattern\\([^,()]*\\)|\\.ofLocalized|Locale\\.getDefault"
              + "|\\b(DecimalFormat|NumberFormat|MessageFormat|SimpleDateFormat)\\b"
              + "|\\bjava\\.util\\.(Scanner|Formatter)\\b");

  @Test
  void noSourceAsksForTheDefaultLocale() throws IOException {
    List<String> found = new ArrayList<>();
    int files = 0;
    for (Path root : SOURCES) {
      try (Stream<Path> paths = Files.walk(root)) {
        for (Path file : paths.filter(path -> path.toString().endsWith(".java")).toList()) {
          files++;
          Matcher matcher = BY_DEFAULT_LOCALE.matcher(Files.readString(file));
          while (matcher.find()) {
            found.add(file + ": " + matcher.group());
          }
        }
      }
    }
    assertTrue(files > 200, "only " + files + " source files found");
    assertEquals(List.of(), found);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG-u-nu-arab", "de-DE", "tr-TR", "fa-IR-u-nu-arabext"})
  void digitsAndTheDecimalPointAreTheSameInEveryLanguage(String language) {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag(language));
    try {
      assertEquals("0042 of 1234: 12.50 %", Text.format("%04d of %d: %.2f %%", 42, 1234, 12.5));
    } finally {
      Locale.setDefault(before);
    }
  }
}
