package org.echodc.report.file;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.echodc.operation.image.Decoding;
import org.echodc.synthetic.SyntheticSet;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Shape;
import org.echodc.text.Text;

/**
 * The arrays of a {@link CondensedFile} that somebody gave us: nothing in them is believed
 * unchecked. What is wrong is an {@link IllegalArgumentException} that names the array.
 *
 * @param byName all of {@link #NAMES}
 */
record CondensedArrays(Map<String, NpyArray> byName) {
  static final List<String> NAMES =
      List.of("images", "labels", "ipc", "factor", "mean", "std", "dataset", "format");

  /** As many as a Java array of bytes can hold as float32. */
  private static final long MAX_DECODED = Integer.MAX_VALUE / Float.BYTES;

  CondensedImages toImages() {
    scalar("format", CondensedFile.FORMAT, CondensedFile.FORMAT);
    NpyArray images = typed("images", NpyArray.FLOATS, 4);
    int count = images.shape()[0];
    int ipc = scalar("ipc", 1, count);
    if (count % ipc != 0) {
      throw wrong("images", "holds %d images; expected a multiple of ipc, %d", count, ipc);
    }
    checkLabels(count, ipc);
    Shape image = Shape.of(images.shape()[1], images.shape()[2], images.shape()[3]);
    int factor = scalar("factor", 1, Math.min(image.extent(0), image.extent(1)));
    checkDecoded(count, factor, image);
    int channels = image.extent(2);
    return new CondensedImages(
        dataset(),
        new Normalization(perChannel("mean", channels), perChannel("std", channels)),
        new SyntheticSet(image, count / ipc, new Decoding(ipc, factor), pixels(images)));
  }

  private static void checkDecoded(int count, int factor, Shape image) {
    long pixels = (long) count * factor * factor * image.elements();
    if (pixels > MAX_DECODED) {
      throw wrong("factor", "decodes to %d numbers; at most %d can be held", pixels, MAX_DECODED);
    }
  }

  private static float[] pixels(NpyArray images) {
    float[] pixels = images.toFloats();
    for (float pixel : pixels) {
      if (!(pixel >= 0 && pixel <= 1)) {
        throw wrong("images", "holds %s; expected 0 to 1", pixel);
      }
    }
    return pixels;
  }

  private void checkLabels(int images, int ipc) {
    long[] labels = typed("labels", NpyArray.LONGS, 1).toLongs();
    if (labels.length != images) {
      throw wrong("labels", "has %d entries for %d images", labels.length, images);
    }
    for (int i = 0; i < images; i++) {
      if (labels[i] != i / ipc) {
        throw wrong("labels", "is not class by class: entry %d is %d", i, labels[i]);
      }
    }
  }

  private List<Float> perChannel(String name, int channels) {
    float[] values = typed(name, NpyArray.FLOATS, 1).toFloats();
    if (values.length != channels) {
      throw wrong(name, "has %d entries for %d channels", values.length, channels);
    }
    List<Float> list = IntStream.range(0, channels).mapToObj(i -> values[i]).toList();
    if (!list.stream().allMatch(Float::isFinite)) {
      throw wrong(name, "holds %s; expected finite numbers", list);
    }
    return list;
  }

  private String dataset() {
    NpyArray array = byName.get("dataset");
    if (!array.type().startsWith("<U") || array.shape().length != 0) {
      throw wrong("dataset", "is %s; expected a string", array.description());
    }
    if (!array.isUnicode()) {
      throw wrong("dataset", "is not Unicode text");
    }
    String name = array.toText();
    if (name.isEmpty() || name.codePoints().anyMatch(Character::isISOControl)) {
      throw wrong("dataset", "is empty or holds control characters");
    }
    return name;
  }

  private int scalar(String name, long low, long high) {
    long value = typed(name, NpyArray.LONGS, 0).toLongs()[0];
    if (value < low || value > high) {
      throw wrong(name, "is %d; expected %d to %d", value, low, high);
    }
    return Math.toIntExact(value);
  }

  private NpyArray typed(String name, String type, int rank) {
    NpyArray array = byName.get(name);
    if (!array.type().equals(type) || array.shape().length != rank) {
      throw wrong(name, "is %s; expected %s with %d extents", array.description(), type, rank);
    }
    return array;
  }

  private static IllegalArgumentException wrong(String name, String what, Object... found) {
    return new IllegalArgumentException("array '" + name + "' " + Text.format(what, found));
  }
}
