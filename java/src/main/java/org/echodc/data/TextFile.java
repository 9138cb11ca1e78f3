package org.echodc.data;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.echodc.text.Text;

/** Reads short lists that come with data sets. */
public final class TextFile {
  /** Tiny ImageNet's longest has 2.7 MB. */
  private static final int MAX_BYTES = 1 << 24;

  private TextFile() {}

  /** What editors of Windows put before text. */
  private static final String BYTE_ORDER_MARK = "\ufeff";

  /**
   * The lines of a file that are not blank: UTF-8, or UTF-16 with a byte-order mark.
   *
   * @throws DataException if it cannot be read or is too long
   */
  public static List<String> lines(FileSource source) {
    try (InputStream in = source.opener().open()) {
      byte[] text = in.readNBytes(MAX_BYTES + 1);
      if (text.length > MAX_BYTES) {
        throw new DataException(
            Text.format(
                "%s has more than %d bytes; is it of another data set?", source.name(), MAX_BYTES));
      }
      return decoded(text).lines().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw DataException.unreadable(source.name(), e);
    }
  }

  private static String decoded(byte[] bytes) {
    String text = new String(bytes, isUtf16(bytes) ? UTF_16 : UTF_8);
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
  }

  private static boolean isUtf16(byte[] text) {
    return text.length > 1
        && (text[0] == (byte) 0xff && text[1] == (byte) 0xfe
            || text[0] == (byte) 0xfe && text[1] == (byte) 0xff);
  }
}
