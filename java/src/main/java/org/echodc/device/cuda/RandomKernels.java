package org.echodc.device.cuda;

import java.util.List;
import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.driver.Grid;
import org.echodc.device.cuda.driver.Kernel;
import org.echodc.device.cuda.driver.KernelModule;
import org.echodc.operation.Advance;
import org.echodc.operation.RandomKey;
import org.echodc.operation.image.DrawAugmentation;
import org.echodc.operation.image.Sample;
import org.echodc.operation.training.InitialSegment;
import org.echodc.operation.training.Initialize;

/** Launches {@code random.cu}. */
final class RandomKernels {
  private static final int THREADS = 256;
  private static final int NUMBERS_OF_THREAD = 4;

  private final CudaContext context;
  private final Kernel initialize;
  private final Kernel sample;
  private final Kernel drawAugmentation;
  private final Kernel advance;

  RandomKernels(CudaContext context) {
    this.context = context;
    KernelModule module = new KernelModule(context, "random");
    initialize = module.kernel("initialize");
    sample = module.kernel("sampleWithoutReplacement");
    drawAugmentation = module.kernel("drawAugmentation");
    advance = module.kernel("advance");
  }

  /** Names the constants that describe segments. */
  private record SegmentTable(List<InitialSegment> segments, String part) {}

  void initialize(Initialize op) {
    RandomKey key = op.key();
    List<InitialSegment> segments = op.segments();
    long elements = op.dst().shape().elements();
    initialize.launch(
        Grid.covering((elements + NUMBERS_OF_THREAD - 1) / NUMBERS_OF_THREAD, THREADS),
        key.seed(),
        key.purpose().ordinal(),
        key.step(),
        key.period(),
        segments.size(),
        context.constant(new SegmentTable(segments, "ends"), ends(segments)),
        context.constant(new SegmentTable(segments, "distributions"), distributions(segments)),
        context.constant(new SegmentTable(segments, "parameters"), parameters(segments)),
        op.dst());
  }

  private static int[] ends(List<InitialSegment> segments) {
    int[] ends = new int[segments.size()];
    int end = 0;
    for (int i = 0; i < ends.length; i++) {
      end += segments.get(i).size();
      ends[i] = end;
    }
    return ends;
  }

  private static int[] distributions(List<InitialSegment> segments) {
    return segments.stream().mapToInt(segment -> segment.distribution().ordinal()).toArray();
  }

  private static float[] parameters(List<InitialSegment> segments) {
    float[] parameters = new float[2 * segments.size()];
    for (int i = 0; i < segments.size(); i++) {
      parameters[2 * i] = segments.get(i).parameters().get(0);
      parameters[2 * i + 1] = segments.get(i).parameters().get(1);
    }
    return parameters;
  }

  void sample(Sample op) {
    RandomKey key = op.key();
    int count = op.dst().shape().extent(1);
    sample.launch(
        Grid.of(Grid.blocks(count, THREADS), op.segments().groups(), THREADS),
        key.seed(),
        key.purpose().ordinal(),
        key.step(),
        key.period(),
        op.segments().table(),
        op.first(),
        count,
        op.dst());
  }

  void drawAugmentation(DrawAugmentation op) {
    RandomKey key = op.key();
    int groups = op.dst().shape().extent(0);
    drawAugmentation.launch(
        Grid.covering(groups, THREADS),
        key.seed(),
        key.purpose().ordinal(),
        key.step(),
        key.period(),
        op.policy().mask(),
        op.imageSize(),
        groups,
        op.dst());
  }

  void advance(Advance op) {
    advance.launch(Grid.of(1, Grid.WARP), op.step());
  }
}
