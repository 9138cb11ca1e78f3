package org.echodc.data.picture;

/**
 * What the components of a JPEG are, and how they become colours: to the bit as libjpeg and PIL
 * have it. Of inks, Adobe's files hold what is left of white, and PIL takes all files for such.
 */
enum JpegColours {
  /** Brightness. */
  GRAY {
    @Override
    void convert(int[] samples, byte[] rgb, int offset) {
      for (int x = 0; x < samples.length; x++) {
        put(rgb, offset + x * Picture.CHANNELS, samples[x], samples[x], samples[x]);
      }
    }
  },
  /** Red, green and blue. */
  RGB {
    @Override
    void convert(int[] samples, byte[] rgb, int offset) {
      for (int i = 0; i < samples.length; i++) {
        rgb[offset + i] = (byte) samples[i];
      }
    }
  },
  /** Brightness and two differences of colour: YCbCr. */
  YCC {
    @Override
    void convert(int[] samples, byte[] rgb, int offset) {
      for (int i = 0; i < samples.length; i += Picture.CHANNELS) {
        int y = samples[i];
        int cb = samples[i + 1];
        int cr = samples[i + 2];
        put(rgb, offset + i, red(y, cr), green(y, cb, cr), blue(y, cb));
      }
    }
  },
  /** Cyan, magenta, yellow and black. */
  CMYK {
    @Override
    void convert(int[] samples, byte[] rgb, int offset) {
      for (int i = 0, to = offset; i < samples.length; i += INKS, to += Picture.CHANNELS) {
        int light = samples[i + INKS - 1];
        put(
            rgb,
            to,
            under(light, samples[i]),
            under(light, samples[i + 1]),
            under(light, samples[i + 2]));
      }
    }
  },
  /** The first three inks as YCbCr, and black. */
  YCCK {
    @Override
    void convert(int[] samples, byte[] rgb, int offset) {
      for (int i = 0, to = offset; i < samples.length; i += INKS, to += Picture.CHANNELS) {
        int y = samples[i];
        int cb = samples[i + 1];
        int cr = samples[i + 2];
        int light = samples[i + INKS - 1];
        put(
            rgb,
            to,
            under(light, MAX - red(y, cr)),
            under(light, MAX - green(y, cb, cr)),
            under(light, MAX - blue(y, cb)));
      }
    }
  };

  private static final int INKS = 4;
  private static final int MAX = 255;
  private static final int MIDDLE = 128;

  /** Fractions of the formulas of YCbCr, as libjpeg rounds them. */
  private static final int FRACTION_BITS = 16;

  private static final int HALF = 1 << FRACTION_BITS - 1;
  private static final int RED_OF_CR = fixed(1.40200);
  private static final int GREEN_OF_CB = fixed(0.34414);
  private static final int GREEN_OF_CR = fixed(0.71414);
  private static final int BLUE_OF_CB = fixed(1.77200);

  /**
   * Turns samples into colours.
   *
   * @param samples [pixels, components], 0 to 255
   * @param rgb receives [pixels, 3] from {@code offset} on
   */
  abstract void convert(int[] samples, byte[] rgb, int offset);

  private static int fixed(double factor) {
    return (int) (factor * (1 << FRACTION_BITS) + 0.5);
  }

  private static int red(int y, int cr) {
    return clamp(y + (RED_OF_CR * (cr - MIDDLE) + HALF >> FRACTION_BITS));
  }

  private static int green(int y, int cb, int cr) {
    int differences = -GREEN_OF_CB * (cb - MIDDLE) + HALF - GREEN_OF_CR * (cr - MIDDLE);
    return clamp(y + (differences >> FRACTION_BITS));
  }

  private static int blue(int y, int cb) {
    return clamp(y + (BLUE_OF_CB * (cb - MIDDLE) + HALF >> FRACTION_BITS));
  }

  private static int clamp(int value) {
    return Math.max(0, Math.min(MAX, value));
  }

  /** What an ink, of which {@code left} is missing, leaves of light: light - ink light / 255. */
  private static int under(int light, int left) {
    int product = (MAX - left) * light + MIDDLE;
    return light - ((product >> Byte.SIZE) + product >> Byte.SIZE);
  }

  private static void put(byte[] rgb, int offset, int red, int green, int blue) {
    rgb[offset] = (byte) red;
    rgb[offset + 1] = (byte) green;
    rgb[offset + 2] = (byte) blue;
  }
}
