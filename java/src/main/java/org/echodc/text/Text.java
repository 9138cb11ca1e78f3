package org.echodc.text;

import java.util.Locale;

/** Text that is the same wherever a program runs. */
public final class Text {
  private Text() {}

  /**
   * Formats as {@link String#format} does, but never by the locale: {@link String#formatted} writes
   * the digits and the decimal sign of the user's language, which no file name, address or result
   * may have.
   */
  public static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
