package org.echodc.device.cuda.mmd;

import java.util.List;
import java.util.Optional;
import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.driver.Grid;
import org.echodc.device.cuda.driver.Kernel;
import org.echodc.device.cuda.driver.KernelModule;
import org.echodc.device.cuda.layer.MatrixTile;
import org.echodc.operation.mmd.Mmd;
import org.echodc.operation.mmd.MmdGradient;
import org.echodc.tensor.Tensor;

/**
 * Launches {@code mmd_fused.cu}: weights for a strip of synthetic rows, then the gradient of the
 * strip. A strip is as tall as {@link #STRIP_FLOATS} allows, so that it stays in the L2 cache; at
 * the usual sizes one strip has all rows of all classes.
 */
public final class FusedMmdKernels {
  private static final long STRIP_FLOATS = 8L << 20;
  private static final int SHARED_BYTES =
      MatrixTile.SHARED_BYTES + 2 * MatrixTile.SIDE * Float.BYTES + Grid.WARP * Double.BYTES;

  private final CudaContext context;
  private final MmdStatisticsKernels statistics;
  private final Kernel weights;
  private final Kernel gradient;
  private final Kernel differenceWeights;
  private final Kernel differenceGradient;

  public FusedMmdKernels(CudaContext context, MmdStatisticsKernels statistics) {
    this.context = context;
    this.statistics = statistics;
    KernelModule module = new KernelModule(context, "mmd_fused");
    weights = module.kernel("mmdWeights");
    gradient = module.kernel("mmdGradient");
    differenceWeights = module.kernel("mmdDifferenceWeights");
    differenceGradient = module.kernel("mmdDifferenceGradient");
  }

  /** The cut of one class's pairs into tiles, and of all classes into launches. */
  private record Tiling(int syntheticTiles, int realTiles, int rowTiles, int classesAtOnce) {

    static Tiling of(FeatureShape shape) {
      int syntheticTiles = Grid.blocks(shape.synthetic(), MatrixTile.SIDE);
      int realTiles = Grid.blocks(shape.real(), MatrixTile.SIDE);
      long floatsOfRowTile =
          (long) (syntheticTiles + realTiles) * MatrixTile.SIDE * MatrixTile.SIDE;
      int rowTiles = atMost(syntheticTiles, STRIP_FLOATS / floatsOfRowTile);
      int classes = atMost(shape.classes(), STRIP_FLOATS / (floatsOfRowTile * rowTiles));
      return new Tiling(syntheticTiles, realTiles, rowTiles, classes);
    }

    private static int atMost(int all, long fitting) {
      return (int) Math.max(1, Math.min(all, fitting));
    }

    int across() {
      return syntheticTiles + realTiles;
    }

    long stripFloats() {
      return (long) classesAtOnce * rowTiles * across() * MatrixTile.SIDE * MatrixTile.SIDE;
    }

    /** Tiles of the upper triangle, the diagonal included. */
    int realPairs() {
      return Math.toIntExact((long) realTiles * (realTiles + 1) / 2);
    }
  }

  public boolean supports(MmdGradient op) {
    return op.mmd().implementation() == Mmd.Implementation.FUSED;
  }

  public void run(MmdGradient op) {
    KernelFunction kernel = KernelFunction.of(op.mmd().kernel());
    Tensor synthetic = op.synthetic();
    Tensor real = op.real();
    Optional<Tensor> loss = op.loss();
    FeatureShape shape = FeatureShape.of(synthetic, real);
    Optional<MmdStatisticsKernels.Statistics> known =
        kernel.usesBandwidth()
            ? Optional.of(statistics.statistics(shape, synthetic, real))
            : Optional.empty();
    Optional<Tensor> means = known.map(MmdStatisticsKernels.Statistics::means);
    Kernel weightsOfTile = kernel.ofDifferences() ? differenceWeights : weights;
    Kernel gradientOfTile = kernel.ofDifferences() ? differenceGradient : gradient;
    Tiling tiling = Tiling.of(shape);
    int tilesOfClass =
        Math.addExact(
            Math.multiplyExact(tiling.syntheticTiles(), tiling.across()), tiling.realPairs());
    Optional<Tensor> sums =
        loss.map(wanted -> context.doubles("mmd tile sums", (long) shape.classes() * tilesOfClass));
    Tensor strip = context.workspace("mmd strip", tiling.stripFloats());

    for (int firstClass = 0; firstClass < shape.classes(); firstClass += tiling.classesAtOnce()) {
      int classes = Math.min(tiling.classesAtOnce(), shape.classes() - firstClass);
      for (int firstTile = 0; firstTile < tiling.syntheticTiles(); firstTile += tiling.rowTiles()) {
        int rowTiles = Math.min(tiling.rowTiles(), tiling.syntheticTiles() - firstTile);
        boolean first = firstTile == 0;
        boolean last = firstTile + rowTiles == tiling.syntheticTiles();
        int stripTiles = rowTiles * tiling.across();
        int tiles = stripTiles + (loss.isPresent() && first ? tiling.realPairs() : 0);
        List<Integer> place =
            List.of(
                kernel.number(),
                shape.synthetic(),
                shape.real(),
                shape.dimensions(),
                firstClass,
                firstTile);
        weightsOfTile.launch(
            Grid.of(tiles, classes, MatrixTile.THREADS).withShared(SHARED_BYTES),
            place,
            rowTiles,
            known.map(MmdStatisticsKernels.Statistics::parts).orElse(0),
            synthetic,
            real,
            means,
            known.map(MmdStatisticsKernels.Statistics::squares),
            tilesOfClass,
            strip,
            sums);
        gradientOfTile.launch(
            Grid.of(
                    Grid.blocks(shape.dimensions(), MatrixTile.SIDE),
                    rowTiles,
                    classes,
                    MatrixTile.THREADS)
                .withShared(SHARED_BYTES),
            place,
            synthetic,
            real,
            means,
            strip,
            tilesOfClass,
            sums,
            op.gradient(),
            last ? loss : Optional.empty());
      }
    }
  }
}
