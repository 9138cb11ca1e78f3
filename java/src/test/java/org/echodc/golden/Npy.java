package org.echodc.golden;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.echodc.device.comparison.Values;

/**
 * An array read from NumPy's {@code .npy} format, version 1: little-endian float32 in C order.
 *
 * @param shape extents
 * @param values elements
 */
public record Npy(int[] shape, float[] values) {
  private static final int HEADER_LENGTH_AT = 8;
  private static final int HEADER_AT = 10;
  private static final Pattern HEADER =
      Pattern.compile("'descr': '<f4', 'fortran_order': False, 'shape': \\(([0-9, ]*)\\)");

  /** Reads {@code golden/<path>.npy} from the class path. */
  public static Npy golden(String path) {
    String resource = "/golden/" + path + ".npy";
    try (InputStream stream = Npy.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalArgumentException("no resource " + resource);
      }
      return parse(resource, ByteBuffer.wrap(stream.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Npy parse(String name, ByteBuffer file) {
    int headerLength = file.getShort(HEADER_LENGTH_AT);
    String header = new String(file.array(), HEADER_AT, headerLength, StandardCharsets.US_ASCII);
    Matcher matcher = HEADER.matcher(header);
    if (!matcher.find()) {
      throw new IllegalArgumentException(name + ": not float32 in C order: " + header);
    }
    int[] shape =
        Arrays.stream(matcher.group(1).split(","))
            .map(String::strip)
            .filter(extent -> !extent.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    file.position(HEADER_AT + headerLength);
    file.asFloatBuffer().get(values);
    return new Npy(shape, values);
  }

  public double[] doubles() {
    return Values.doubles(values);
  }

  int[] wholeNumbers() {
    return IntStream.range(0, values.length).map(i -> (int) values[i]).toArray();
  }

  /** The array with its axes in the given order, as {@code numpy.transpose}. */
  Npy transpose(int... axes) {
    int[] strides = new int[shape.length];
    for (int axis = shape.length - 1, stride = 1; axis >= 0; stride *= shape[axis--]) {
      strides[axis] = stride;
    }
    int[] newShape = Arrays.stream(axes).map(axis -> shape[axis]).toArray();
    float[] moved = new float[values.length];
    for (int i = 0; i < moved.length; i++) {
      int from = 0;
      for (int axis = axes.length - 1, rest = i; axis >= 0; rest /= newShape[axis--]) {
        from += rest % newShape[axis] * strides[axes[axis]];
      }
      moved[i] = values[from];
    }
    return new Npy(newShape, moved);
  }

  Npy reshape(int... extents) {
    return new Npy(extents, values);
  }

  /** PyTorch's images, [n, channels, height, width], as [n, height, width, channels]. */
  public Npy channelsLast() {
    return transpose(0, 2, 3, 1);
  }
}
