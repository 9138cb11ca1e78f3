package org.echodc.data.picture;

/**
 * A picture as a file holds it.
 *
 * @param height rows
 * @param width columns
 * @param rgb [height, width, 3], a byte each
 */
record Picture(int height, int width, byte[] rgb) {
  static final int CHANNELS = 3;
}
