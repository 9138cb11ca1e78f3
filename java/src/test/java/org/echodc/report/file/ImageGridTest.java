package org.echodc.report.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.echodc.operation.image.Decoding;
import org.echodc.report.run.RecordExamples;
import org.echodc.synthetic.SyntheticSet;
import org.echodc.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageGridTest {
  private static final int MARGIN = 4;
  private static final int WHITE = 0xffffff;

  @TempDir private Path folder;

  @Test
  void aRowForEachClassAndAColumnForEachImage() throws IOException {
    int side = 28;
    int cell = 2 * side + MARGIN;
    BufferedImage picture = draw(RecordExamples.set(Shape.of(side, side, 1), 3, 5));
    assertEquals(5 * cell + MARGIN, picture.getWidth());
    assertEquals(3 * cell + MARGIN, picture.getHeight());
    float[] pixels = RecordExamples.set(Shape.of(side, side, 1), 3, 5).pixels();
    int image = 2 * 5 + 1;
    for (int i = 0; i < side * side; i++) {
      int gray = Math.round(255 * pixels[image * side * side + i]);
      int x = MARGIN + cell + 2 * (i % side);
      int y = MARGIN + 2 * cell + 2 * (i / side);
      assertEquals(gray * 0x010101, rgb(picture, x, y));
      assertEquals(gray * 0x010101, rgb(picture, x + 1, y + 1));
    }
    assertEquals(WHITE, rgb(picture, 0, 0));
    assertEquals(WHITE, rgb(picture, cell + MARGIN - 1, cell));
  }

  @Test
  void threeChannelsAreRedGreenBlue() throws IOException {
    float[] pixels = {1, 0, 0.2f, 0, 1, 0.4f};
    SyntheticSet set = new SyntheticSet(Shape.of(1, 2, 3), 1, new Decoding(1, 1), pixels);
    BufferedImage picture = draw(set);
    assertEquals(0xff0033, rgb(picture, MARGIN, MARGIN));
    assertEquals(0x00ff66, rgb(picture, MARGIN + 28, MARGIN + 27));
  }

  @Test
  void largeImagesKeepTheirSize() throws IOException {
    BufferedImage picture = draw(RecordExamples.set(Shape.of(64, 60, 3), 1, 2));
    assertEquals(2 * 64 + MARGIN, picture.getWidth());
    assertEquals(64 + 2 * MARGIN, picture.getHeight());
  }

  @Test
  void showsTheFirstFiftyOfManyImages() throws IOException {
    float[] pixels = new float[2 * 60 * 56 * 56];
    Arrays.fill(pixels, 60 * 56 * 56, 61 * 56 * 56, 1);
    SyntheticSet set = new SyntheticSet(Shape.of(56, 56, 1), 2, new Decoding(60, 1), pixels);
    BufferedImage picture = draw(set);
    assertEquals(50 * 60 + MARGIN, picture.getWidth());
    assertEquals(WHITE, rgb(picture, MARGIN, 60 + MARGIN));
    assertEquals(0, rgb(picture, 60 + MARGIN, 60 + MARGIN));
  }

  @Test
  void ofAMillionClassesTheFirstOnesAreShown() throws IOException {
    int classes = 1_000_000;
    Path file = folder.resolve("hostile.npz");
    SyntheticSet set =
        new SyntheticSet(Shape.of(1, 1, 1), classes, new Decoding(1, 1), new float[classes]);
    CondensedFile.write(
        file, new CondensedImages("hostile", RecordExamples.small().normalization(), set));
    SyntheticSet read = CondensedFile.read(file).set();
    BufferedImage picture = draw(read);
    int cell = 56 + MARGIN;
    int rows = (int) (ImageGrid.MAX_PIXELS / (cell * cell));
    assertEquals(rows * cell + MARGIN, picture.getHeight());
    assertEquals(new ImageGrid.Layout(rows, 1, 56), ImageGrid.Layout.of(read));
  }

  @Test
  void wideImagesAreNotEnlargedBeyondTheLimit() {
    SyntheticSet set =
        new SyntheticSet(Shape.of(1, 2_000_000, 1), 2, new Decoding(3, 1), new float[12_000_000]);
    assertEquals(new ImageGrid.Layout(1, 3, 1), ImageGrid.Layout.of(set));
  }

  private BufferedImage draw(SyntheticSet set) throws IOException {
    Path file = folder.resolve("set.png");
    ImageGrid.write(file, set);
    return ImageIO.read(file.toFile());
  }

  private static int rgb(BufferedImage picture, int x, int y) {
    return picture.getRGB(x, y) & WHITE;
  }
}
