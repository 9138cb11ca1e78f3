package org.echodc.report.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;
import org.echodc.device.Device;
import org.echodc.device.Devices;
import org.echodc.operation.image.Decoding;
import org.echodc.report.ReportException;
import org.echodc.report.file.CondensedImages;
import org.echodc.report.file.NpyArray;
import org.echodc.report.file.Npz;
import org.echodc.report.run.RecordExamples;
import org.echodc.synthetic.SyntheticSet;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other programs find in an export. */
class ExportFormatsTest {
  private static final List<String> NPZ_ARRAYS =
      List.of("images", "labels", "class_names", "mean", "std", "factor", "dataset");

  @TempDir private Path folder;

  private static ExportedImages gray() {
    return ExportedImages.stored(RecordExamples.small());
  }

  private static ExportedImages colour() {
    Normalization rgb = new Normalization(List.of(.1f, .2f, .3f), List.of(.4f, .5f, .6f));
    return ExportedImages.stored(
        new CondensedImages("birds", rgb, RecordExamples.set(Shape.of(4, 5, 3), 2, 3)));
  }

  private static int nearestByte(float pixel) {
    return Math.round(pixel * 255);
  }

  @Test
  void decodingCutsAndEnlargesTiles() {
    // one image of four tiles, each of one gray value, becomes four such images
    float[] tiles = {
      .1f, .1f, .2f, .2f, .1f, .1f, .2f, .2f, .3f, .3f, .4f, .4f, .3f, .3f, .4f, .4f
    };
    SyntheticSet set = new SyntheticSet(Shape.of(4, 4, 1), 1, new Decoding(1, 2), tiles);
    CondensedImages condensed = new CondensedImages("squares", Normalization.gray(.5f, .2f), set);
    try (Device device = Devices.open("cpu", 1)) {
      ExportedImages decoded = ExportedImages.decoded(condensed, device);
      assertEquals(4, decoded.perClass());
      assertEquals(1, decoded.factor());
      for (int i = 0; i < decoded.pixels().length; i++) {
        assertEquals((i / 16 + 1) * .1f, decoded.pixels()[i], 1e-6f, "pixel " + i);
      }
    }
  }

  @Test
  void npzOfFloatsAsStored() throws IOException {
    Map<String, NpyArray> arrays = npz(NpzExport.Type.FLOAT32, NpzExport.Layout.NHWC, colour());
    assertEquals("<f4 [6, 4, 5, 3]", arrays.get("images").description());
    assertArrayEquals(colour().pixels(), arrays.get("images").toFloats());
    assertArrayEquals(new long[] {0, 0, 0, 1, 1, 1}, arrays.get("labels").toLongs());
    assertEquals("<U1 [2]", arrays.get("class_names").description());
    assertArrayEquals(new float[] {.1f, .2f, .3f}, arrays.get("mean").toFloats());
    assertArrayEquals(new float[] {.4f, .5f, .6f}, arrays.get("std").toFloats());
    assertArrayEquals(new long[] {2}, arrays.get("factor").toLongs());
    assertEquals("birds", arrays.get("dataset").toText());
  }

  @Test
  void npzOfBytesWithChannelsFirst() throws IOException {
    NpyArray images = npz(NpzExport.Type.UINT8, NpzExport.Layout.NCHW, colour()).get("images");
    assertEquals("|u1 [6, 3, 4, 5]", images.description());
    float[] pixels = colour().pixels();
    for (int image = 0; image < 6; image++) {
      for (int channel = 0; channel < 3; channel++) {
        for (int place = 0; place < 20; place++) {
          assertEquals(
              nearestByte(pixels[(image * 20 + place) * 3 + channel]),
              Byte.toUnsignedInt(images.bytes()[(image * 3 + channel) * 20 + place]));
        }
      }
    }
  }

  private Map<String, NpyArray> npz(
      NpzExport.Type type, NpzExport.Layout layout, ExportedImages images) throws IOException {
    new NpzExport(type, layout).write(folder, images);
    return Npz.read(folder.resolve("train.npz"), NPZ_ARRAYS);
  }

  @Test
  void grayPngsOfEveryClass() throws IOException {
    assertPngs(gray(), List.of("0", "1", "2"));
  }

  @Test
  void colourPngsOfEveryClass() throws IOException {
    assertPngs(colour(), List.of("0", "1"));
  }

  private void assertPngs(ExportedImages images, List<String> folders) throws IOException {
    new PngExport().write(folder, images);
    Shape image = images.image();
    int pixel = 0;
    for (String ofClass : folders) {
      for (int i = 0; i < images.perClass(); i++) {
        Path file = folder.resolve(ofClass).resolve("000" + i + ".png");
        BufferedImage picture = ImageIO.read(file.toFile());
        assertEquals(image.extent(0), picture.getHeight());
        assertEquals(image.extent(1), picture.getWidth());
        assertEquals(image.extent(2), picture.getRaster().getNumBands());
        int[] values = picture.getRaster().getPixels(0, 0, 5, 4, (int[]) null);
        for (int value : values) {
          assertEquals(nearestByte(images.pixels()[pixel++]), value, file.toString());
        }
      }
    }
    assertEquals(images.pixels().length, pixel);
  }

  @Test
  void theFoldersOfClassesSortByLabelAndStayWhereTheyAre() {
    List<String> names =
        List.of("T-shirt/top", "..", "", "2", "été 3", "a\0\n\u001b", "x".repeat(99));
    List<String> expected =
        List.of("0-T-shirt-top", "1-..", "2-", "3-2", "4-été-3", "5-a---", "6-" + "x".repeat(40));
    for (int label = 0; label < names.size(); label++) {
      String name = PngExport.folderName(names, label);
      assertEquals(expected.get(label), name);
      assertEquals(folder, folder.resolve(name).normalize().getParent());
    }
    assertEquals("07", PngExport.folderName(numbers(11), 7));
    assertEquals("10", PngExport.folderName(numbers(11), 10));
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(String::valueOf).toList();
  }

  @Test
  void pngHasNoTwoChannels() {
    ExportedImages images =
        new ExportedImages(
            "x", List.of("0"), Normalization.gray(0, 1), Shape.of(1, 1, 2), 1, new float[] {0, 1});
    ReportException e =
        assertThrows(
            ReportException.class,
            () -> ExportFolder.write(folder.resolve("x"), false, new PngExport(), images));
    assertTrue(e.getMessage().contains("1 or 3 channels, not 2"), e.getMessage());
  }

  @Test
  void idxHoldsLabelsOfAByte() {
    ExportedImages images =
        new ExportedImages(
            "x",
            Collections.nCopies(257, "a"),
            Normalization.gray(0, 1),
            Shape.of(1, 1, 1),
            1,
            new float[257]);
    ReportException e =
        assertThrows(
            ReportException.class,
            () -> ExportFolder.write(folder.resolve("x"), false, new IdxExport(), images));
    assertTrue(e.getMessage().contains("at most 256 classes, not 257"), e.getMessage());
  }

  @Test
  void idxIsMnistsOrHasAFourthDimension() throws IOException {
    new IdxExport().write(folder, gray());
    assertIdx("train-images-idx3-ubyte.gz", gray(), 0x803, 6, 4, 5);
    assertIdxLabels(0, 0, 1, 1, 2, 2);
    new IdxExport().write(folder, colour());
    assertIdx("train-images-idx4-ubyte.gz", colour(), 0x804, 6, 4, 5, 3);
    assertIdxLabels(0, 0, 0, 1, 1, 1);
  }

  private void assertIdx(String file, ExportedImages images, int... header) throws IOException {
    try (DataInputStream in = idx(file)) {
      for (int expected : header) {
        assertEquals(expected, in.readInt());
      }
      for (float pixel : images.pixels()) {
        assertEquals(nearestByte(pixel), in.readUnsignedByte());
      }
      assertEquals(-1, in.read());
    }
  }

  private void assertIdxLabels(int... labels) throws IOException {
    try (DataInputStream in = idx("train-labels-idx1-ubyte.gz")) {
      assertEquals(0x801, in.readInt());
      assertEquals(labels.length, in.readInt());
      for (int label : labels) {
        assertEquals(label, in.readUnsignedByte());
      }
      assertEquals(-1, in.read());
    }
  }

  private DataInputStream idx(String file) throws IOException {
    return new DataInputStream(new GZIPInputStream(Files.newInputStream(folder.resolve(file))));
  }
}
