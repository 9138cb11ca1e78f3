package org.echodc.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.echodc.device.comparison.OperationBench;
import org.echodc.device.comparison.Values;
import org.echodc.operation.layer.Activation;
import org.echodc.operation.layer.Affine;
import org.echodc.operation.layer.BatchNorm;
import org.echodc.operation.layer.ConvBlock;
import org.echodc.operation.layer.GroupNorm;
import org.echodc.operation.layer.InstanceNorm;
import org.echodc.operation.layer.LayerNorm;
import org.echodc.operation.layer.MaxPool;
import org.echodc.operation.layer.MixedLabels;
import org.echodc.operation.layer.Moments;
import org.echodc.operation.layer.Relu;
import org.echodc.operation.layer.SoftmaxCrossEntropy;
import org.echodc.operation.training.Sgd;
import org.echodc.operation.training.SgdStep;
import org.echodc.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A NaN must come out where it matters, not be swallowed by a ReLU or a clamp, and only there. */
abstract class NotANumberTests extends DeviceTests {
  private static final int BATCH = 3;
  private static final int SIDE = 8;
  private static final int OUT = 16;

  private float[] imagesWithNaN(int channels) {
    float[] images = Values.normal(1, BATCH * SIDE * SIDE * channels);
    images[(SIDE * SIDE + SIDE + 1) * channels] = Float.NaN; // image 1, pixel (1, 1), channel 0
    return images;
  }

  @ParameterizedTest(name = "{0} input channels, padding {1}")
  @CsvSource({"1, 3", "3, 1", "16, 1"})
  void aNaNPixelSpoilsItsOwnFeatures(int channels, int padding) {
    ConvBlock.Parameters block =
        new ConvBlock.Parameters(
            bench().normal(2, 3, 3, channels, OUT),
            bench().normal(3, OUT),
            bench().normal(4, OUT),
            padding);
    Tensor src = bench().floats(imagesWithNaN(channels), BATCH, SIDE, SIDE, channels);
    ConvBlock.Saved saved =
        new ConvBlock.Saved(
            bench().result("convolution", block.convolutionShape(src.shape())),
            bench().result("mean", BATCH, OUT),
            bench().result("inverseStd", BATCH, OUT));
    Tensor dst = bench().result("dst", block.resultShape(src.shape()));
    device().run(new ConvBlock(block, src, dst, Optional.empty()));
    checkOnlyTheSecondIsNaN(dst);
    device().run(new ConvBlock(block, src, dst, Optional.of(saved)));
    checkOnlyTheSecondIsNaN(dst);

    Tensor gradient = bench().result("gradient", src.shape());
    Tensor dstGradient = bench().normal(5, OperationBench.extents(dst.shape()));
    device()
        .run(
            new ConvBlock.Backward(
                block, saved, dstGradient, ConvBlock.Gradients.ofInput(gradient)));
    checkOnlyTheSecondIsNaN(gradient);
  }

  /** All of the second of three images is NaN, nothing of the others. */
  private void checkOnlyTheSecondIsNaN(Tensor tensor) {
    double[] values = bench().values(tensor);
    int size = values.length / BATCH;
    for (int image = 0; image < BATCH; image++) {
      long nan =
          Arrays.stream(values, image * size, (image + 1) * size).filter(Double::isNaN).count();
      assertEquals(image == 1 ? size : 0, nan, "NaNs in image " + image);
    }
  }

  @Test
  void instanceNormWithReluKeepsIt() {
    InstanceNorm.Affine norm =
        new InstanceNorm.Affine(bench().normal(1, 1), bench().normal(2, 1), true);
    Tensor dst = bench().result("dst", BATCH, SIDE, SIDE, 1);
    device()
        .run(
            new InstanceNorm(
                norm,
                bench().floats(imagesWithNaN(1), BATCH, SIDE, SIDE, 1),
                dst,
                new InstanceNorm.Statistics(
                    bench().result("mean", BATCH, 1), bench().result("inverseStd", BATCH, 1))));
    checkOnlyTheSecondIsNaN(dst);
  }

  @Test
  void groupNormSpoilsItsGroupOfItsImage() {
    Tensor dst = bench().result("dst", BATCH, SIDE, SIDE, 4);
    Tensor src = bench().floats(imagesWithNaN(4), BATCH, SIDE, SIDE, 4);
    Affine affine = new Affine(bench().normal(1, 4), bench().normal(2, 4));
    device().run(new GroupNorm(2, affine, src, dst, moments(BATCH, 2)));
    checkNaN(dst, (image, channel) -> image == 1 && channel < 2);
  }

  @Test
  void layerNormSpoilsItsImage() {
    Tensor dst = bench().result("dst", BATCH, SIDE, SIDE, 4);
    Tensor src = bench().floats(imagesWithNaN(4), BATCH, SIDE, SIDE, 4);
    Affine affine = new Affine(bench().normal(1, SIDE, SIDE, 4), bench().normal(2, SIDE, SIDE, 4));
    device().run(new LayerNorm(affine, src, dst, moments(BATCH)));
    checkOnlyTheSecondIsNaN(dst);
  }

  /** And the running statistics of that channel, so that a test of the network shows it. */
  @Test
  void batchNormSpoilsItsChannel() {
    Tensor dst = bench().result("dst", BATCH, SIDE, SIDE, 4);
    Tensor src = bench().floats(imagesWithNaN(4), BATCH, SIDE, SIDE, 4);
    Affine affine = new Affine(bench().normal(1, 4), bench().normal(2, 4));
    BatchNorm.Running running =
        new BatchNorm.Running(
            bench().state("runningMean", new float[4], 4),
            bench().state("runningVariance", new float[4], 4));
    device().run(new BatchNorm(affine, src, dst, moments(4), Optional.of(running)));
    checkNaN(dst, (image, channel) -> channel == 0);
    for (Tensor statistic : List.of(running.mean(), running.variance())) {
      double[] values = bench().values(statistic);
      assertTrue(Double.isNaN(values[0]));
      assertEquals(1, Arrays.stream(values).filter(Double::isNaN).count());
    }
  }

  private Moments moments(int... extents) {
    return new Moments(bench().result("mean", extents), bench().result("inverseStd", extents));
  }

  /** Exactly those elements of [BATCH, SIDE, SIDE, 4] are NaN whose image and channel should be. */
  private void checkNaN(Tensor tensor, BiPredicate<Integer, Integer> should) {
    double[] values = bench().values(tensor);
    for (int i = 0; i < values.length; i++) {
      boolean expected = should.test(i / (SIDE * SIDE * 4), i % 4);
      assertEquals(expected, Double.isNaN(values[i]), "element " + i);
    }
  }

  @Test
  void reluKeepsIt() {
    float[] values = Values.normal(1, 20);
    values[3] = Float.NaN;
    float[] gradients = Values.normal(2, 20);
    gradients[3] = 7;
    Tensor dst = bench().result("dst", 20);
    Tensor srcGradient = bench().result("srcGradient", 20);
    device().run(new Relu(bench().floats(values, 20), dst));
    device().run(new Relu.Backward(dst, bench().floats(gradients, 20), srcGradient));
    double[] kept = bench().values(dst);
    assertTrue(Double.isNaN(kept[3]));
    assertEquals(1, Arrays.stream(kept).filter(Double::isNaN).count());
    assertEquals(7, bench().values(srcGradient)[3]);
  }

  /** In the result, and in the gradient where the slope is computed from it. */
  @ParameterizedTest
  @EnumSource
  void activationsKeepIt(Activation.Function function) {
    float[] values = Values.normal(1, 20);
    values[3] = Float.NaN;
    Tensor src = bench().floats(values, 20);
    Tensor dst = bench().result("dst", 20);
    Tensor srcGradient = bench().result("srcGradient", 20);
    device().run(new Activation(function, src, dst));
    device().run(new Activation.Backward(function, src, bench().normal(2, 20), srcGradient));
    int[] only = {3};
    assertArrayEquals(only, notNumbers(dst));
    boolean hasSteps = function == Activation.Function.LEAKY_RELU;
    assertArrayEquals(hasSteps ? new int[0] : only, notNumbers(srcGradient));
  }

  private int[] notNumbers(Tensor tensor) {
    double[] values = bench().values(tensor);
    return IntStream.range(0, values.length).filter(i -> Double.isNaN(values[i])).toArray();
  }

  /** Wherever in the window it is; the gradient goes to the first of several. */
  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "3, 3", "1, 2", "0, 3"})
  void maxPoolKeepsIt(int first, int second) {
    MaxPool.Window window = new MaxPool.Window(2, 2, 0);
    float[] values = {1, 2, 3, 4};
    values[first] = Float.NaN;
    values[second] = Float.NaN;
    Tensor src = bench().floats(values, 1, 2, 2, 1);
    Tensor dst = bench().result("dst", 1, 1, 1, 1);
    Tensor srcGradient = bench().result("srcGradient", 1, 2, 2, 1);
    device().run(new MaxPool(window, src, dst));
    Tensor dstGradient = bench().floats(new float[] {7}, 1, 1, 1, 1);
    device().run(new MaxPool.Backward(window, src, dst, dstGradient, srcGradient));
    assertTrue(Double.isNaN(bench().values(dst)[0]));
    double[] expected = new double[4];
    expected[first] = 7;
    assertArrayEquals(expected, bench().values(srcGradient));
  }

  @Test
  void aNaNLogitSpoilsTheLoss() {
    float[] logits = Values.normal(1, 50);
    logits[13] = Float.NaN;
    Tensor labels = bench().ints(new int[] {0, 1, 2, 3, 4}, 5);
    Tensor loss = bench().result("loss", 1);
    device()
        .run(
            new SoftmaxCrossEntropy(
                bench().floats(logits, 5, 10),
                new MixedLabels(labels, labels, bench().floats(new float[] {1}, 1)),
                loss,
                bench().result("gradient", 5, 10)));
    assertTrue(Double.isNaN(bench().values(loss)[0]));
  }

  @Test
  void clampingDoesNotHideANaNGradient() {
    Tensor pixels = bench().state("pixels", Values.pixels(1, 20), 20);
    float[] gradient = Values.normal(2, 20);
    gradient[3] = Float.NaN;
    device()
        .run(
            new SgdStep(
                new Sgd(1, 0.5f, 0, Optional.of(new Sgd.Range(0, 1))),
                pixels,
                bench().floats(gradient, 20),
                bench().state("velocity", new float[20], 20)));
    double[] values = bench().values(pixels);
    assertTrue(Double.isNaN(values[3]));
    assertEquals(1, Arrays.stream(values).filter(Double::isNaN).count());
  }
}
