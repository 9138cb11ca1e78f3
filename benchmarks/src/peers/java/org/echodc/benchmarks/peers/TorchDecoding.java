package org.echodc.benchmarks.peers;

import static org.bytedeco.pytorch.global.torch.constant_pad_nd;
import static org.bytedeco.pytorch.global.torch.upsample_bilinear2d;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.echodc.operation.image.Decoding;

/** Multi-formation, see {@link Decoding}. */
final class TorchDecoding {
  private static final double PADDING = 0.5;

  private TorchDecoding() {}

  /**
   * Decodes the stored images of one class.
   *
   * @param stored [ipc, channels, size, size]
   * @return [ipc factor^2, channels, size, size]
   */
  static Tensor decode(Decoding decoding, Tensor stored) {
    long size = stored.size(2);
    int factor = decoding.factor();
    int tile = decoding.tile(Math.toIntExact(size));
    long missing = (long) tile * factor - size;
    Tensor padded =
        missing == 0
            ? stored
            : constant_pad_nd(stored, new long[] {0, missing, 0, missing}, Torch.scalar(PADDING));
    Tensor[] tiles = new Tensor[factor * factor];
    for (int i = 0; i < tiles.length; i++) {
      tiles[i] =
          padded
              .narrow(2, (long) (i / factor) * tile, tile)
              .narrow(3, (long) (i % factor) * tile, tile);
    }
    return upsample_bilinear2d(
        Torch.concatenate(tiles),
        new long[] {size, size},
        false,
        new DoubleOptional(),
        new DoubleOptional());
  }
}
