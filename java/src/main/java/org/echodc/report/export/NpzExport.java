package org.echodc.report.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.echodc.report.file.NpyArray;
import org.echodc.report.file.Npz;
import org.echodc.tensor.Shape;

/**
 * {@code train.npz}: {@code images}, {@code labels} int64 [n], {@code class_names}, {@code mean}
 * and {@code std} float32 [channels] of the data set's pixels in [0, 1], {@code factor} and {@code
 * dataset}.
 *
 * @param type of the images
 * @param layout of the images
 */
public record NpzExport(Type type, Layout layout) implements ExportFormat {
  private static final String FILE = "train.npz";

  /** What a pixel is. */
  public enum Type {
    /** A float32 in [0, 1]. */
    FLOAT32,
    /** A byte 0 to 255. */
    UINT8
  }

  /** Order of the extents of the images. */
  public enum Layout {
    /** [n, height, width, channels], as in ECHO, TensorFlow and JAX. */
    NHWC,
    /** [n, channels, height, width], as in PyTorch. */
    NCHW
  }

  @Override
  public String name() {
    return "npz";
  }

  @Override
  public void write(Path folder, ExportedImages images) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(folder.resolve(FILE)))) {
      Npz.write(out, arrays(images));
    }
  }

  private Map<String, NpyArray> arrays(ExportedImages images) {
    long[] labels = IntStream.of(images.labels()).asLongStream().toArray();
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("images", pixels(images));
    arrays.put("labels", NpyArray.longs(labels, labels.length));
    arrays.put("class_names", NpyArray.texts(images.classNames()));
    arrays.put("mean", NpyArray.floats(images.normalization().mean()));
    arrays.put("std", NpyArray.floats(images.normalization().std()));
    arrays.put("factor", NpyArray.scalar(images.factor()));
    arrays.put("dataset", NpyArray.text(images.dataset()));
    return arrays;
  }

  private NpyArray pixels(ExportedImages images) {
    Shape image = images.image();
    int height = image.extent(0);
    int width = image.extent(1);
    int channels = image.extent(2);
    float[] pixels = layout == Layout.NHWC ? images.pixels() : images.channelsFirst();
    int[] shape =
        layout == Layout.NHWC
            ? new int[] {images.count(), height, width, channels}
            : new int[] {images.count(), channels, height, width};
    return type == Type.FLOAT32
        ? NpyArray.floats(pixels, shape)
        : NpyArray.unsignedBytes(ExportedImages.toBytes(pixels), shape);
  }
}
