package org.echodc.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.echodc.benchmarks.work.MmdSize;
import org.echodc.benchmarks.work.Work;
import org.echodc.benchmarks.work.WorkCounter;
import org.echodc.benchmarks.work.Workloads;
import org.echodc.network.Network;
import org.echodc.operation.Operation;
import org.echodc.operation.image.Augmentation;
import org.echodc.operation.image.AugmentationColumn;
import org.echodc.operation.image.Gather;
import org.echodc.operation.mmd.Mmd;
import org.echodc.operation.training.Sgd;
import org.echodc.operation.training.SgdStep;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Outline;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Counted work against arithmetic on paper. */
class WorkTest {
  private static final Workloads CONVNET = Workloads.convNet(128);

  @Test
  void mmdCountsEachDistanceOnce() {
    // M = 3, N = 4, D = 5: 6 + 12 distances and 3 x 7 weighted features, each 5 multiplications and
    // 5 additions; the loss needs the 10 distances of the real pairs too.
    assertEquals(10 * (6 + 12 + 21), new MmdSize(1, 3, 4, 5).gradientWork().flops());
    assertEquals(2 * 10 * (6 + 12 + 21 + 10), new MmdSize(2, 3, 4, 5).work().flops());
    assertEquals(4 * (3 * 5 + 4 * 5 + 3 * 5), new MmdSize(1, 3, 4, 5).gradientWork().bytes());
    assertEquals(4 * (3 * 5 + 4 * 5 + 3 * 5 + 1), new MmdSize(1, 3, 4, 5).work().bytes());
  }

  @Test
  void anIterationIsItsConvolutionsAndTheMmd() {
    Network network = CONVNET.network();
    long classifier = 2L * network.features() * Workloads.CLASSES; // does not run in condensation
    long image = network.forwardFlops() - classifier;
    long m = Workloads.DECODING.decodedPerClass();
    long n = Workloads.REAL_PER_CLASS;
    long mmd = new MmdSize(Workloads.CLASSES, 40, 128, 2048).gradientWork().flops();
    assertEquals(
        Workloads.CLASSES * (n + m + m) * image + mmd, WorkCounter.of(CONVNET::iteration).flops());
  }

  @Test
  void anEpochHasThreeProductsALayerAndTwoInTheFirst() {
    Network network = CONVNET.network();
    long firstBlock = 2L * 9 * 32 * 32 * 128; // 28 x 28 is padded to 32 x 32
    long images = (long) Workloads.CLASSES * Workloads.DECODING.decodedPerClass();
    assertEquals(
        images * (3 * network.forwardFlops() - firstBlock), WorkCounter.of(CONVNET::epoch).flops());
  }

  @Test
  void aTestIsForwardOnly() {
    assertEquals(
        Workloads.TEST_IMAGES * CONVNET.network().forwardFlops(),
        WorkCounter.of(CONVNET::testSet).flops());
  }

  /** By default it reads images of 32x32 in colour, and the ConvNet those of 28x28 in gray. */
  @Test
  void anotherNetworkHasItsOwnWork() {
    Workloads lenet = Workloads.of("lenet", 128, "default");
    long macs = 28 * 28 * 6 * 75 + 10 * 10 * 16 * 150 + 400 * 120 + 120 * 84 + 84 * 10;
    assertEquals(Workloads.TEST_IMAGES * 2 * macs, WorkCounter.of(lenet::testSet).flops());
    assertEquals(Shape.of(32, 32, 3), lenet.image());
    assertEquals(Shape.of(28, 28, 1), CONVNET.image());
    assertEquals(Shape.of(64, 64, 3), Workloads.of("vgg-11", 1, "64x64x3").image());
  }

  @Test
  void whatIsSteppedIsReadAndWritten() {
    Sgd sgd = new Sgd(1, 0.5f, 0, Optional.empty());
    Operation step = new SgdStep(sgd, floats(10), floats(10), floats(10));
    assertEquals(new Work(0, 4 * 10 * (2 + 1 + 2)), Work.of(step));
  }

  @Test
  void ofADataSetOnlyTheGatheredImagesCount() {
    Operation gather =
        new Gather(
            Outline.of(DataType.UINT8, Shape.of(100, 2, 2, 1)),
            Normalization.gray(0, 1),
            Outline.of(DataType.INT32, Shape.of(3)),
            new Augmentation(floats(1, AugmentationColumn.COUNT)),
            floats(3, 2, 2, 1));
    long images = 3 * 4 + 4 * 3 * 4; // bytes in, floats out
    assertEquals(images + 4 * 3 + 4 * AugmentationColumn.COUNT, Work.of(gather).bytes());
  }

  private static Tensor floats(int... extents) {
    return Outline.of(DataType.FLOAT32, Shape.of(extents));
  }

  @Test
  void unfusedNeedsTheMatricesOfPairs() {
    MmdSize large = MmdSize.parse("1x10000x50000x512");
    long features = 4L * 512 * 70_000;
    assertEquals(features, large.tensorBytes());
    long matrices = 4 * (2 * 60_000L * 60_000 + 10_000 * 60_000L);
    assertEquals(features + matrices, large.leastBytes(Mmd.Implementation.UNFUSED));
    assertThrows(IllegalArgumentException.class, () -> MmdSize.parse("10000x50000x512"));
  }
}
