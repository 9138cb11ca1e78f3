package org.echodc.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.echodc.text.Text;

/** Reads short lists that come with data sets. */
final class TextFile {
  /** Tiny ImageNet's longest has 2.7 MB. */
  private static final int MAX_BYTES = 1 << 24;

  private TextFile() {}

  /**
   * The lines of a file that are not blank.
   *
   * @throws DataException if it cannot be read or is too long
   */
  static List<String> lines(FileSource source) {
    try (InputStream in = source.opener().open()) {
      byte[] text = in.readNBytes(MAX_BYTES + 1);
      if (text.length > MAX_BYTES) {
        throw new DataException(
            Text.format(
                "%s has more than %d bytes; is it of another data set?", source.name(), MAX_BYTES));
      }
      return new String(text, StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .toList();
    } catch (IOException e) {
      throw new DataException(Text.format("%s cannot be read: %s", source.name(), e), e);
    }
  }
}
