package org.echodc.data.picture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import javax.imageio.stream.ImageInputStream;
import org.echodc.text.Text;

/**
 * What a JPEG says of its colours before its first scan. The rule by which this is understood is
 * libjpeg's ({@code default_decompress_parms} in its {@code jdapimin.c}), so that colours are those
 * that PIL and torchvision read; decoders of Java each guess in another way.
 *
 * @param jfif whether it has JFIF's marker
 * @param adobe the transform that Adobe's marker names; none without the marker
 * @param components their numbers, in the order of the frame
 */
record JpegHeader(boolean jfif, OptionalInt adobe, List<Integer> components) {
  private static final int START_OF_IMAGE = 0xd8;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int START_OF_SCAN = 0xda;
  private static final int FIRST_RESTART = 0xd0;
  private static final int TEMPORARY = 0x01;
  private static final int APP_0 = 0xe0;
  private static final int APP_14 = 0xee;

  private static final int FIRST_FRAME = 0xc0;
  private static final int LAST_FRAME = 0xcf;

  /** Tables and an extension, among the numbers of frames. */
  private static final List<Integer> NO_FRAMES = List.of(0xc4, 0xc8, 0xcc);

  private static final byte[] JFIF = "JFIF\0".getBytes(StandardCharsets.US_ASCII);
  private static final int JFIF_BYTES = 14;
  private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);
  private static final int ADOBE_BYTES = 12;
  private static final int ADOBE_TRANSFORM = 11;
  private static final int FRAME_COUNT = 5;
  private static final int FRAME_COMPONENT = 6;
  private static final int COMPONENT_BYTES = 3;

  private static final int ADOBE_NONE = 0;
  private static final List<Integer> NAMED_RGB = List.of((int) 'R', (int) 'G', (int) 'B');

  /**
   * Reads markers up to the first scan; the stream is left where it was.
   *
   * @throws IOException if it ends before
   */
  static JpegHeader read(ImageInputStream in) throws IOException {
    long start = in.getStreamPosition();
    JpegHeader header = new JpegHeader(false, OptionalInt.empty(), List.of());
    int marker = marker(in);
    while (marker != START_OF_SCAN && marker != END_OF_IMAGE) {
      boolean alone = marker == TEMPORARY || marker >= FIRST_RESTART && marker <= START_OF_IMAGE;
      if (!alone) {
        byte[] segment = new byte[Math.max(0, in.readUnsignedShort() - Short.BYTES)];
        in.readFully(segment);
        header = header.with(marker, segment);
      }
      marker = marker(in);
    }
    in.seek(start);
    return header;
  }

  /** Takes the next marker; like libjpeg, whatever stands before it is skipped. */
  private static int marker(ImageInputStream in) throws IOException {
    int marker = 0;
    while (marker == 0) {
      int read = in.readUnsignedByte();
      while (read != 0xff) {
        read = in.readUnsignedByte();
      }
      while (read == 0xff) {
        read = in.readUnsignedByte();
      }
      marker = read;
    }
    return marker;
  }

  private JpegHeader with(int marker, byte[] segment) {
    if (marker == APP_0 && segment.length >= JFIF_BYTES && startsWith(segment, JFIF)) {
      return new JpegHeader(true, adobe, components);
    }
    if (marker == APP_14 && segment.length >= ADOBE_BYTES && startsWith(segment, ADOBE)) {
      OptionalInt transform = OptionalInt.of(Byte.toUnsignedInt(segment[ADOBE_TRANSFORM]));
      return new JpegHeader(jfif, transform, components);
    }
    boolean isFrame = marker >= FIRST_FRAME && marker <= LAST_FRAME && !NO_FRAMES.contains(marker);
    if (isFrame && segment.length > FRAME_COUNT) {
      int count =
          Math.min(
              segment[FRAME_COUNT] & 0xff, (segment.length - FRAME_COMPONENT) / COMPONENT_BYTES);
      return new JpegHeader(
          jfif,
          adobe,
          IntStream.range(0, count)
              .mapToObj(i -> segment[FRAME_COMPONENT + COMPONENT_BYTES * i] & 0xff)
              .toList());
    }
    return this;
  }

  private static boolean startsWith(byte[] segment, byte[] name) {
    return Arrays.equals(segment, 0, name.length, name, 0, name.length);
  }

  /**
   * What the components are.
   *
   * @throws IOException if there are two, or more than four
   */
  JpegColours colours() throws IOException {
    return switch (components.size()) {
      case 1 -> JpegColours.GRAY;
      case 3 -> isRgb() ? JpegColours.RGB : JpegColours.YCC;
      case 4 -> adobe.orElse(ADOBE_NONE) == ADOBE_NONE ? JpegColours.CMYK : JpegColours.YCCK;
      default -> throw new IOException(Text.format("a JPEG of %d components", components.size()));
    };
  }

  private boolean isRgb() {
    if (jfif) {
      return false;
    }
    return adobe.isPresent() ? adobe.getAsInt() == ADOBE_NONE : components.equals(NAMED_RGB);
  }
}
