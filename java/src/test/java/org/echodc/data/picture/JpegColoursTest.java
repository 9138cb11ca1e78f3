package org.echodc.data.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.echodc.data.DataException;
import org.junit.jupiter.api.Test;

/** Colours of JPEGs are those of libjpeg, whatever markers and numbers of components they have. */
class JpegColoursTest {

  /** {@code jpegs.zip} is what {@code make_jpegs.py} beside the tests writes by PIL. */
  @Test
  void everyCombinationOfMarkersIsReadAsByPil() throws IOException {
    Map<String, Picture> expected = new HashMap<>();
    int compared = 0;
    try (ZipInputStream in = new ZipInputStream(getClass().getResourceAsStream("jpegs.zip"))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        String name = entry.getName();
        Picture picture = Pictures.read(in.readAllBytes());
        if (name.endsWith(".png")) {
          expected.put(name.replace(".png", ""), picture);
          continue;
        }
        Picture same = expected.get(name.substring(0, name.indexOf('/')));
        assertEquals(same.height(), picture.height(), name);
        assertEquals(same.width(), picture.width(), name);
        assertArrayEquals(same.rgb(), picture.rgb(), name);
        compared++;
      }
    }
    assertEquals(140, compared);
    assertEquals(9, expected.size(), "two ways to read each base, but one of gray");
  }

  @Test
  void twoComponentsAreRefused() {
    byte[] jpeg = Pictures.bytes("rgb.jpg");
    int frame = 0;
    while ((jpeg[frame] & 0xff) != 0xff || (jpeg[frame + 1] & 0xff) != 0xc0) {
      frame++;
    }
    jpeg[frame + 9] = 2;
    DataException e = assertThrows(DataException.class, () -> Pictures.read(jpeg));
    assertTrue(e.getMessage().contains("a JPEG of 2 components"), e.getMessage());
  }
}
