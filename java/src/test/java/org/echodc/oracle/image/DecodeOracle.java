package org.echodc.oracle.image;

import org.echodc.operation.image.Decoding;
import org.echodc.oracle.layer.Tap;

/** Multi-formation (Kim et al., ICML 2022) of pixels; see {.link Decoding}. */
public final class DecodeOracle {
  private static final double PADDING = 0.5;
  private static final int OUTSIDE = -1;

  private final Decoding decoding;
  private final OracleImages stored;
  private final int[] selection;

  public DecodeOracle(Decoding decoding, OracleImages stored, int[] selection) {
    this.decoding = decoding;
    this.stored = stored;
    this.selection = selection;
  }

  public double[] forward(double[] src) {
    double[] dst = new double[selection.length * stored.imageElements()];
    taps((from, to, weight) -> dst[to] += weight * (from == OUTSIDE ? PADDING : src[from]));
    return dst;
  }

  public double[] adjoint(double[] dstGradient) {
    double[] gradient = new double[stored.elements()];
    taps(
        (from, to, weight) -> {
          if (from != OUTSIDE) {
            gradient[from] += weight * dstGradient[to];
          }
        });
    return gradient;
  }

  private void taps(Tap tap) {
    for (int n = 0; n < selection.length; n++) {
      int classNumber = selection[n] / decoding.decodedPerClass();
      int decoded = selection[n] % decoding.decodedPerClass();
      int image = classNumber * decoding.ipc() + decoded % decoding.ipc();
      int tile = decoded / decoding.ipc();
      decodeTile(image, tile / decoding.factor(), tile % decoding.factor(), n, tap);
    }
  }

  private void decodeTile(int image, int tileRow, int tileColumn, int n, Tap tap) {
    int tileHeight = decoding.tile(stored.height());
    int tileWidth = decoding.tile(stored.width());
    for (int i = 0; i < stored.height(); i++) {
      Position row = Position.of(i, stored.height(), tileHeight);
      for (int j = 0; j < stored.width(); j++) {
        Position column = Position.of(j, stored.width(), tileWidth);
        for (int c = 0; c < stored.channels(); c++) {
          int to = stored.at(n, i, j, c);
          for (int corner = 0; corner < 4; corner++) {
            int y = tileRow * tileHeight + row.neighbour(corner / 2);
            int x = tileColumn * tileWidth + column.neighbour(corner % 2);
            double weight = row.weight(corner / 2) * column.weight(corner % 2);
            tap.at(stored.contains(y, x) ? stored.at(image, y, x, c) : OUTSIDE, to, weight);
          }
        }
      }
    }
  }

  /** Where a pixel of the full image falls between two of a tile: half-pixel centres, clamped. */
  private record Position(int low, int high, double share) {
    static Position of(int pixel, int size, int tile) {
      double source = Math.max(0, (pixel + 0.5) * tile / size - 0.5);
      int low = (int) source;
      return new Position(low, Math.min(low + 1, tile - 1), source - low);
    }

    int neighbour(int which) {
      return which == 0 ? low : high;
    }

    double weight(int which) {
      return which == 0 ? 1 - share : share;
    }
  }
}
