package org.echodc.data.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.echodc.data.DataException;

/** Any bytes as a picture: decoded, or refused with a {@link DataException}; nothing else. */
class PictureFuzzTest {
  private static final int SIDE = 5;

  @FuzzTest(maxDuration = "1m")
  void read(byte[] file) {
    try {
      Picture picture = Pictures.read(file);
      assertEquals(picture.height() * picture.width() * 3, picture.rgb().length);
      PictureScaler.scale(picture, SIDE, new byte[SIDE * SIDE * 3], 0);
    } catch (DataException e) {
      assertTrue(e.getMessage().startsWith("some-file "), e.getMessage());
    }
  }
}
