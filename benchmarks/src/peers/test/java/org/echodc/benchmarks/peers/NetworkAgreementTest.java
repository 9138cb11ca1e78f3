package org.echodc.benchmarks.peers;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.echodc.benchmarks.peers.network.TorchMode;
import org.echodc.benchmarks.peers.network.TorchParameter;
import org.echodc.device.Precision;
import org.echodc.network.zoo.Architecture;
import org.echodc.operation.training.Sgd;
import org.echodc.tensor.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every network is the one that PyTorch's side has, written from its publication: features, all
 * gradients and ten steps of training on device cpu in float32. A name without a counterpart fails.
 *
 * <p>How far the two may lie apart grows with the number of layers with weights, L. A layer's sums,
 * and Winograd's transforms of them, round its results by about 2e-6 of their length; L of them in
 * a row by {@code d = 2e-6 L}. Gradients jump where a rounding decides on which side of 0 a ReLU
 * is, or which of two pixels is the larger one: of normally distributed inputs a share of 0.8 d at
 * most does, each of which turns the contribution to the gradient from all to nothing. The squares
 * of these errors add up over the layers to {@code 0.8 d L} of the gradient's square, so that its
 * length differs by some {@code sqrt(0.8 d L) = 1.3e-3 L}, and by twice that if they are few.
 *
 * <p>Training of a deep network drives any two roundings apart, within ten steps by a half of all
 * that it moves. Each step therefore begins with PyTorch's parameters on both sides; the velocities
 * stay those of each.
 */
class NetworkAgreementTest {
  private static final double PER_LAYER = 2e-6;
  private static final int STEPS = 10;

  private static final Sgd SGD = new Sgd(0.01f, 0.9f, 5e-4f, Optional.empty());

  private static final int[] LABELS = {3, 1, 4, 5};
  private static final Shape COLOR = Shape.of(32, 32, 3);
  private static final Shape GRAY = Shape.of(28, 28, 1);

  @ParameterizedTest
  @MethodSource("org.echodc.network.zoo.Networks#names")
  void everyNetwork(String name) {
    check(name, COLOR);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "convnet-batch-sigmoid-max",
        "convnet-layer-swish",
        "convnet-group-leaky-full",
        "convnet-plain-swish-max",
        "convnet-sigmoid-full",
        "convnet-batch-leaky"
      })
  void variantsOfTheConvNet(String name) {
    check(name, COLOR);
  }

  /** The first convolutions of these pad one-channel images by more. */
  @ParameterizedTest
  @ValueSource(strings = {"convnet", "lenet", "alexnet", "vgg-11", "dc-resnet-ap-18"})
  void networksOfDigits(String name) {
    check(name, GRAY);
  }

  /** ResNets begin otherwise with larger images. */
  @ParameterizedTest
  @CsvSource({"resnet-10, 80", "resnet-ap-10, 80", "resnet-10-bn, 144", "resnet-ap-10-bn, 144"})
  void networksOfLargerImages(String name, int side) {
    check(name, Shape.of(side, side, 3));
  }

  private static void check(String name, Shape image) {
    Architecture architecture =
        Architecture.convNet(32, Architecture.usualDepth(image)).withName(name);
    try (Engine engine = new Engine(3)) {
      SharedNetwork shared =
          new SharedNetwork(
              engine,
              architecture,
              image,
              new TorchMode(TorchMode.Format.CONTIGUOUS, Precision.FP32));
      Torch.freeing(
          () -> {
            check(engine, shared, image);
            return null;
          });
    }
  }

  private static void check(Engine engine, SharedNetwork shared, Shape image) {
    int layers = layersWithWeights(shared);
    double ofFeatures = PER_LAYER * layers;
    double ofGradients = 2 * Math.sqrt(0.8 * ofFeatures * layers);
    Shape batch = Engine.batch(LABELS.length, image);
    float[] images = engine.normal(batch);
    EchoTraining echo =
        new EchoTraining(engine, shared, images, EchoTraining.labels(engine, LABELS));
    Tensor leaf = Engine.channelsFirst(images, batch).set_requires_grad(true);
    Tensor labels = Torch.longs(IntStream.of(LABELS).asLongStream().toArray());
    float[] features = SharedNetwork.inOurOrder(shared.torch().maps(leaf.detach()));
    shared.torch().forgetStatistics(); // which that pass has moved
    TorchTraining torch = new TorchTraining(shared.torch(), SGD);

    float[] losses = new float[STEPS];
    float[] expectedLosses = new float[STEPS];
    losses[0] = echo.propagate();
    expectedLosses[0] = torch.update(cross_entropy_loss(shared.torch().logits(leaf), labels));
    TorchAgreement.check(ofFeatures, "features", features, echo.features());
    TorchAgreement.check(
        ofGradients, "images' gradient", Engine.channelsLast(leaf.grad()), echo.imageGradient());
    checkEach(ofGradients, "gradient", shared, shared.torchGradients(), echo.gradients());
    echo.step(SGD);
    float[] before = {};
    for (int step = 1; step < STEPS; step++) {
      before = shared.torchParameters();
      engine.device().upload(before, shared.parameters().flat());
      losses[step] = echo.propagate();
      echo.step(SGD);
      expectedLosses[step] =
          torch.update(cross_entropy_loss(shared.torch().logits(leaf.detach()), labels));
    }
    TorchAgreement.check(ofGradients, "losses", expectedLosses, losses);
    checkEach(
        ofGradients,
        "last displacement",
        shared,
        Engine.difference(shared.torchParameters(), before),
        Engine.difference(echo.parameters(), before));
    if (!shared.torch().statistics().isEmpty()) {
      TorchAgreement.check(
          ofGradients, "running statistics", shared.torchStatistics(), echo.state());
    }
  }

  private static int layersWithWeights(SharedNetwork shared) {
    return (int)
        shared.torch().parameters().stream()
            .filter(parameter -> parameter.tensor().dim() == 4 || parameter.tensor().dim() == 2)
            .count();
  }

  /** Every parameter on its own: the small ones would not show among the large. */
  private static void checkEach(
      double tolerance, String what, SharedNetwork shared, float[] expected, float[] got) {
    int at = 0;
    int number = 0;
    for (TorchParameter parameter : shared.torch().parameters()) {
      if (parameter.isShared()) {
        int end = at + Math.toIntExact(parameter.tensor().numel());
        TorchAgreement.check(
            tolerance,
            "%s of parameter %d, %s"
                .formatted(what, number++, Arrays.toString(parameter.extents())),
            Arrays.copyOfRange(expected, at, end),
            Arrays.copyOfRange(got, at, end));
        at = end;
      }
    }
    assertEquals(got.length, at, what + ": number of values");
  }
}
