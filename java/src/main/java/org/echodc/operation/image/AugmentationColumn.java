package org.echodc.operation.image;

/**
 * Columns of an augmentation table, FLOAT32 [groups, {@link #COUNT}]: one row holds what was drawn
 * for one group of images. With u uniform in [0, 1) and s the image size, the transforms applied in
 * this order are:
 */
public enum AugmentationColumn {
  /** 1 mirrors left to right (probability 1/2), 0 does not. */
  FLIP,
  /** b = u - 1/2 in {@code x + b}. */
  BRIGHTNESS,
  /** c = 2u in {@code (x - m) c + m}, m the mean over channels of each pixel. */
  SATURATION,
  /** c = u + 1/2 in {@code (x - m) c + m}, m the mean of the image over pixels and channels. */
  CONTRAST,
  /** Which warp follows: 0 none, 1 crop, 2 scale, 3 rotate. */
  WARP,
  /**
   * Crop: dy, whole number in +-floor(s/8 + 1/2), {@code out[i, j] = in[i + dy, j + dx]}, zero
   * outside. Scale: sx, factor of the x coordinate in [1/1.2, 1.2]. Rotate: the angle in radians
   * within +-15 degrees.
   */
  WARP_A,
  /** Crop: dx. Scale: sy. Rotate: unused. */
  WARP_B,
  /** 1 zeroes a square of floor(s/2 + 1/2) pixels a side, clipped at the border; 0 does not. */
  CUTOUT,
  /** Row of the square's centre; the square starts at {@code row - side / 2} (whole division). */
  CUTOUT_ROW,
  /** Column of the square's centre, likewise. */
  CUTOUT_COLUMN;

  /** Number of columns. */
  public static final int COUNT = values().length;

  /** A row that changes nothing. */
  public static float[] neutralRow() {
    float[] row = new float[COUNT];
    row[SATURATION.ordinal()] = 1;
    row[CONTRAST.ordinal()] = 1;
    return row;
  }
}
