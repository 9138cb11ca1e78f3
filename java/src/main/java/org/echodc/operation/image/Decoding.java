package org.echodc.operation.image;

/**
 * Multi-formation (Kim et al., ICML 2022): every stored image holds factor x factor sub-images.
 *
 * <p>An image is padded right and bottom with 0.5 to a multiple of the factor, cut into tiles, and
 * each tile is up-sampled bilinearly (half-pixel centres, edges clamped) to the image's size.
 * Decoded image q of a class, q in [0, ipc factor^2), is tile {@code q / ipc} (row-major) of stored
 * image {@code q % ipc}; decoded images of all classes are numbered {@code class ipc factor^2 + q}.
 *
 * @param ipc stored images per class
 * @param factor tiles along each side, at least 1
 */
public record Decoding(int ipc, int factor) {

  /** Decoded images per class. */
  public int decodedPerClass() {
    return ipc * factor * factor;
  }

  /** Side of a tile in stored pixels, for images of the given side. */
  public int tile(int side) {
    return (side + factor - 1) / factor;
  }
}
