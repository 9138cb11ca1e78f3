package org.echodc.device.cuda;

import java.util.List;
import org.echodc.operation.AugmentationPolicy;
import org.echodc.operation.RandomKey;
import org.echodc.operation.Segments;
import org.echodc.operation.UniformSegment;
import org.echodc.tensor.Tensor;

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
  private record SegmentTable(List<UniformSegment> segments, String part) {}

  void initialize(RandomKey key, List<UniformSegment> segments, Tensor dst) {
    List<UniformSegment> copy = List.copyOf(segments);
    initialize.launch(
        Grid.covering(
            (dst.shape().elements() + NUMBERS_OF_THREAD - 1) / NUMBERS_OF_THREAD, THREADS),
        key.seed(),
        key.purpose().ordinal(),
        key.step(),
        key.period(),
        copy.size(),
        context.constant(new SegmentTable(copy, "ends"), ends(copy)),
        context.constant(new SegmentTable(copy, "bounds"), bounds(copy)),
        dst);
  }

  private static int[] ends(List<UniformSegment> segments) {
    int[] ends = new int[segments.size()];
    int end = 0;
    for (int i = 0; i < ends.length; i++) {
      end += segments.get(i).size();
      ends[i] = end;
    }
    return ends;
  }

  private static float[] bounds(List<UniformSegment> segments) {
    float[] bounds = new float[2 * segments.size()];
    for (int i = 0; i < segments.size(); i++) {
      bounds[2 * i] = segments.get(i).low();
      bounds[2 * i + 1] = segments.get(i).high();
    }
    return bounds;
  }

  void sample(RandomKey key, Segments segments, int first, Tensor dst) {
    int count = dst.shape().extent(1);
    sample.launch(
        Grid.of(Grid.blocks(count, THREADS), segments.groups(), THREADS),
        key.seed(),
        key.purpose().ordinal(),
        key.step(),
        key.period(),
        segments.table(),
        first,
        count,
        dst);
  }

  void drawAugmentation(RandomKey key, AugmentationPolicy policy, int imageSize, Tensor dst) {
    int groups = dst.shape().extent(0);
    drawAugmentation.launch(
        Grid.covering(groups, THREADS),
        key.seed(),
        key.purpose().ordinal(),
        key.step(),
        key.period(),
        policy.mask(),
        imageSize,
        groups,
        dst);
  }

  void advance(Tensor step) {
    advance.launch(Grid.of(1, Grid.WARP), step);
  }
}
