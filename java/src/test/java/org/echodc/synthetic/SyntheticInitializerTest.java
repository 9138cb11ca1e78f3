package org.echodc.synthetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.echodc.data.ImageDataset;
import org.echodc.data.catalog.DatasetCatalog;
import org.echodc.device.Device;
import org.echodc.device.Devices;
import org.echodc.operation.image.Decoding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SyntheticInitializerTest {
  private static final int ELEMENTS = 28 * 28;

  private final ImageDataset dataset = DatasetCatalog.open("fashion-mnist-mini", Optional.empty());
  private final Device device = Devices.open("cpu", 1);

  @AfterEach
  void closeDevice() {
    device.close();
  }

  private SyntheticSet create(long seed, Initialization kind, Decoding decoding) {
    return new SyntheticInitializer(device, dataset, seed).create(kind, decoding);
  }

  private static List<Float> image(float[] pixels, int index) {
    return IntStream.range(index * ELEMENTS, (index + 1) * ELEMENTS)
        .mapToObj(i -> pixels[i])
        .toList();
  }

  @Test
  void randomImagesAreDifferentRealImagesOfTheirClass() {
    SyntheticSet set = create(3, Initialization.RANDOM, new Decoding(5, 2));
    for (int label = 0; label < dataset.classes(); label++) {
      Set<List<Float>> real = realImages(label);
      Set<List<Float>> drawn = new HashSet<>();
      for (int i = 0; i < 5; i++) {
        List<Float> image = image(set.pixels(), label * 5 + i);
        assertTrue(real.contains(image), "image %d of class %d is not real".formatted(i, label));
        drawn.add(image);
      }
      assertEquals(5, drawn.size(), "class " + label);
    }
  }

  private Set<List<Float>> realImages(int label) {
    byte[] bytes = dataset.train().pixels();
    int first = dataset.train().bounds().get(label);
    float[] pixels = new float[dataset.train().count(label) * ELEMENTS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (bytes[first * ELEMENTS + i] & 0xff) / 255f;
    }
    Set<List<Float>> images = new HashSet<>();
    for (int i = 0; i < dataset.train().count(label); i++) {
      images.add(image(pixels, i));
    }
    return images;
  }

  @Test
  void aMixedTileIsEverySecondPixelOfARealImage() {
    SyntheticSet set = create(3, Initialization.MIX, new Decoding(1, 2));
    Set<List<Float>> shrunk = new HashSet<>();
    for (List<Float> image : realImages(4)) {
      shrunk.add(halved(image));
    }
    for (int tile = 0; tile < 4; tile++) {
      assertTrue(shrunk.contains(tileOf(image(set.pixels(), 4), tile)), "tile " + tile);
    }
  }

  private static List<Float> halved(List<Float> image) {
    return IntStream.range(0, 196).mapToObj(i -> image.get(i / 14 * 2 * 28 + i % 14 * 2)).toList();
  }

  private static List<Float> tileOf(List<Float> image, int tile) {
    int corner = tile / 2 * 14 * 28 + tile % 2 * 14;
    return IntStream.range(0, 196).mapToObj(i -> image.get(corner + i / 14 * 28 + i % 14)).toList();
  }

  @Test
  void aFactorThatDoesNotDivideTheImageFillsEveryPixel() {
    SyntheticSet set = create(3, Initialization.MIX, new Decoding(2, 3));
    // class 8 is bags: large, so that the cut-off last tiles hold something
    double lastRows = 0;
    for (int i = 0; i < 2; i++) {
      List<Float> image = image(set.pixels(), 16 + i);
      lastRows += image.subList(20 * 28, ELEMENTS).stream().mapToDouble(p -> p).sum();
    }
    assertTrue(lastRows > 10, "the last tiles are empty");
  }

  @Test
  void noiseHasItsMeanAndDeviationWithinTheUnitInterval() {
    DescriptiveStatistics pixels = new DescriptiveStatistics();
    for (float pixel : create(3, Initialization.NOISE, new Decoding(10, 1)).pixels()) {
      pixels.addValue(pixel);
    }
    assertEquals(0.5, pixels.getMean(), 0.005);
    // clamping at two deviations takes the deviation from 0.25 to about 0.2395
    assertEquals(0.2395, pixels.getStandardDeviation(), 0.003);
    assertTrue(pixels.getMin() >= 0 && pixels.getMax() <= 1);
  }

  @Test
  void theSeedDecides() {
    Decoding decoding = new Decoding(2, 2);
    float[] first = create(3, Initialization.MIX, decoding).pixels();
    assertArrayEquals(first, create(3, Initialization.MIX, decoding).pixels());
    assertTrue(!Arrays.equals(first, create(4, Initialization.MIX, decoding).pixels()));
  }

  @Test
  void tooManyImagesForAClassIsAnError() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> create(0, Initialization.MIX, new Decoding(126, 2)));
    assertTrue(e.getMessage().contains("500 training images, but 504"), e.getMessage());
  }
}
