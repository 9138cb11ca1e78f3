package org.echodc.benchmarks.peers;

import static org.bytedeco.pytorch.global.torch.affine_grid_generator;
import static org.bytedeco.pytorch.global.torch.grid_sampler;
import static org.bytedeco.pytorch.global.torch.stack;
import static org.bytedeco.pytorch.global.torch.where;
import static org.bytedeco.pytorch.global.torch.zeros_like;

import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorIndex;
import org.bytedeco.pytorch.TensorIndexVector;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.echodc.operation.image.AugmentationColumn;

/**
 * Differentiable siamese augmentation (Zhao and Bilen, ICML 2021) of a batch, a whole-batch
 * operation for each step.
 */
final class TorchAugmentation {
  private static final long BILINEAR = 0;
  private static final long ZEROS = 0;
  private static final ScalarTypeOptional SAME_TYPE = new ScalarTypeOptional();

  private final TorchAugmentationRows rows;
  private final Tensor table;

  TorchAugmentation(TorchAugmentationRows rows) {
    this.rows = rows;
    table = Torch.floats(rows.values(), rows.count(), AugmentationColumn.COUNT);
  }

  /**
   * Augments images [n, channels, size, size]; one image a row, or all by one row.
   *
   * @return images of the same shape
   */
  Tensor apply(Tensor images) {
    Tensor x = images;
    if (rows.uses(AugmentationColumn.FLIP)) {
      x = where(column(AugmentationColumn.FLIP).gt(Torch.scalar(0.5)), x.flip(3), x);
    }
    x = x.add(column(AugmentationColumn.BRIGHTNESS));
    x = aroundMean(x, AugmentationColumn.SATURATION, 1);
    x = aroundMean(x, AugmentationColumn.CONTRAST, 1, 2, 3);
    x =
        switch (rows.warp()) {
          case NONE -> x;
          case CROP -> crop(x);
          case SCALE -> scale(x);
          case ROTATE -> rotate(x);
        };
    return rows.uses(AugmentationColumn.CUTOUT) ? cutout(x) : x;
  }

  /** A column as [rows, 1, 1, 1]. */
  private Tensor column(AugmentationColumn column) {
    return table.select(1, column.ordinal()).reshape(-1, 1, 1, 1);
  }

  private Tensor aroundMean(Tensor x, AugmentationColumn factor, long... dimensions) {
    Tensor mean = x.mean(dimensions, true, SAME_TYPE);
    return x.sub(mean).mul(column(factor)).add(mean);
  }

  /** Shift by whole pixels: pads with zeros and gathers each image's rows and columns. */
  private Tensor crop(Tensor x) {
    long size = x.size(2);
    long reach = Math.round(size / 8.0);
    Tensor padded = torch.constant_pad_nd(x, reach, reach, reach, reach);
    Tensor image = Torch.range(x.size(0)).reshape(-1, 1, 1);
    Tensor rowOf = positions(AugmentationColumn.WARP_A, size, reach).reshape(-1, size, 1);
    Tensor columnOf = positions(AugmentationColumn.WARP_B, size, reach).reshape(-1, 1, size);
    TensorIndexVector taken =
        new TensorIndexVector(
            new TensorIndex(image), new TensorIndex(rowOf), new TensorIndex(columnOf));
    return padded.permute(0, 2, 3, 1).index(taken).permute(0, 3, 1, 2);
  }

  private Tensor positions(AugmentationColumn shift, long size, long reach) {
    return table
        .select(1, shift.ordinal())
        .to(torch.ScalarType.Long)
        .add(Torch.scalar(reach))
        .reshape(-1, 1)
        .add(Torch.range(size));
  }

  private Tensor scale(Tensor x) {
    Tensor sx = table.select(1, AugmentationColumn.WARP_A.ordinal());
    Tensor sy = table.select(1, AugmentationColumn.WARP_B.ordinal());
    Tensor zero = zeros_like(sx);
    return affine(x, sx, zero, zero, sy);
  }

  private Tensor rotate(Tensor x) {
    Tensor angle = table.select(1, AugmentationColumn.WARP_A.ordinal());
    Tensor sine = angle.sin();
    return affine(x, angle.cos(), sine.neg(), sine, angle.cos());
  }

  /** Samples at (xx x + xy y, yx x + yy y), each coefficient [rows]. */
  private static Tensor affine(Tensor x, Tensor xx, Tensor xy, Tensor yx, Tensor yy) {
    Tensor zero = zeros_like(xx);
    Tensor matrices =
        stack(new TensorVector(xx, xy, zero, yx, yy, zero), 1)
            .reshape(-1, 2, 3)
            .expand(x.size(0), 2, 3);
    long[] shape = {x.size(0), x.size(1), x.size(2), x.size(3)};
    Tensor grid = affine_grid_generator(matrices, shape, false);
    return grid_sampler(x, grid, BILINEAR, ZEROS, false);
  }

  /** Zeroes a square of half the size. */
  private Tensor cutout(Tensor x) {
    long size = x.size(2);
    long side = Math.round(size / 2.0);
    Tensor row = outside(AugmentationColumn.CUTOUT_ROW, size, side).reshape(-1, 1, size, 1);
    Tensor column = outside(AugmentationColumn.CUTOUT_COLUMN, size, side).reshape(-1, 1, 1, size);
    Tensor kept = row.logical_or(column);
    return x.mul(kept.logical_or(column(AugmentationColumn.CUTOUT).eq(Torch.scalar(0.0))));
  }

  /** Whether each position [rows, size] lies outside an interval around the centre. */
  private Tensor outside(AugmentationColumn centre, long size, long side) {
    Tensor from = table.select(1, centre.ordinal()).sub(Torch.scalar(side / 2)).reshape(-1, 1);
    Tensor position = Torch.range(size);
    return position.lt(from).logical_or(position.ge(from.add(Torch.scalar(side))));
  }
}
