package org.echodc.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.echodc.network.ConvNetSpec;
import org.echodc.operation.Mmd;
import org.junit.jupiter.api.Test;

/** Counted work against arithmetic on paper. */
class WorkTest {

  @Test
  void mmdCountsEachDistanceOnce() {
    // M = 3, N = 4, D = 5: 6 + 12 distances and 3 x 7 weighted features, each 5 multiplications and
    // 5 additions; the loss needs the 10 distances of the real pairs too.
    assertEquals(10 * (6 + 12 + 21), new MmdSize(1, 3, 4, 5).gradientWork().flops());
    assertEquals(2 * 10 * (6 + 12 + 21 + 10), new MmdSize(2, 3, 4, 5).work().flops());
    assertEquals(4 * (3 * 5 + 4 * 5 + 3 * 5), new MmdSize(1, 3, 4, 5).work().bytes());
  }

  @Test
  void anIterationIsItsConvolutionsAndTheMmd() {
    ConvNetSpec network = Workloads.network(128);
    long classifier = 2L * network.features() * Workloads.CLASSES; // does not run in condensation
    long image = network.forwardFlops() - classifier;
    long m = Workloads.DECODING.decodedPerClass();
    long n = Workloads.REAL_PER_CLASS;
    long mmd = new MmdSize(Workloads.CLASSES, 40, 128, 2048).gradientWork().flops();
    assertEquals(
        Workloads.CLASSES * (n + m + m) * image + mmd,
        CountingDevice.work(memory -> Workloads.iteration(memory, 128)).flops());
  }

  @Test
  void anEpochHasThreeProductsALayerAndTwoInTheFirst() {
    ConvNetSpec network = Workloads.network(128);
    long firstBlock = 2L * 9 * network.convolution(0, 1).elements();
    long images = (long) Workloads.CLASSES * Workloads.DECODING.decodedPerClass();
    assertEquals(
        images * (3 * network.forwardFlops() - firstBlock),
        CountingDevice.work(memory -> Workloads.epoch(memory, 128)).flops());
  }

  @Test
  void aTestIsForwardOnly() {
    assertEquals(
        Workloads.TEST_IMAGES * Workloads.network(128).forwardFlops(),
        CountingDevice.work(memory -> Workloads.testSet(memory, 128)).flops());
  }

  @Test
  void anOperationThatNobodyCountedIsAnError() {
    assertThrows(IllegalArgumentException.class, () -> OperationWork.of("batchNormForward"));
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
