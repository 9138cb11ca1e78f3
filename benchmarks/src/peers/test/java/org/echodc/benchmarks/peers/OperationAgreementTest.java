package org.echodc.benchmarks.peers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.stream.IntStream;
import org.echodc.benchmarks.peers.network.TorchMode;
import org.echodc.device.Precision;
import org.echodc.network.ActivationTypes;
import org.echodc.network.Pass;
import org.echodc.network.Purpose;
import org.echodc.network.zoo.Architecture;
import org.echodc.operation.image.Augmentation;
import org.echodc.operation.image.AugmentationColumn;
import org.echodc.operation.image.Decode;
import org.echodc.operation.image.Decoding;
import org.echodc.operation.image.Gather;
import org.echodc.operation.mmd.Mmd;
import org.echodc.operation.mmd.MmdGradient;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** PyTorch's side computes what the engine's CPU device computes, operation by operation. */
class OperationAgreementTest {
  private static final Normalization IDENTITY = Normalization.gray(0, 1);
  private static final Shape GRAY = Shape.of(28, 28, 1);
  private static final Shape COLOR = Shape.of(32, 32, 3);

  private Engine engine;

  @BeforeEach
  void open() {
    engine = new Engine(7);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @ParameterizedTest
  @CsvSource({
    "true, CONTIGUOUS",
    "true, CHANNELS_LAST",
    "false, CONTIGUOUS",
    "false, CHANNELS_LAST"
  })
  void features(boolean gray, TorchMode.Format format) {
    Shape image = gray ? GRAY : COLOR;
    SharedNetwork network = network(image, new TorchMode(format, Precision.FP32));
    Shape batch = Engine.batch(5, image);
    float[] images = engine.normal(batch);
    TorchAgreement.OPERATION.check(
        "features",
        ourFeatures(network, images, batch),
        SharedNetwork.inOurOrder(network.torch().maps(Engine.channelsFirst(images, batch))));
  }

  private SharedNetwork network(Shape image, TorchMode mode) {
    return new SharedNetwork(engine, Architecture.convNet(16, 3), image, mode);
  }

  private float[] ourFeatures(SharedNetwork network, float[] images, Shape batch) {
    Pass pass =
        new Pass(
            network.network(),
            Purpose.FEATURES,
            batch.extent(0),
            ActivationTypes.FLOAT32,
            engine.memory());
    engine.device().upload(images, pass.images());
    pass.forward(network.parameters()).forEach(engine.device()::run);
    return engine.download(pass.features());
  }

  /** Autocasting rounds, but no more than BF16 does. */
  @Test
  void featuresUnderAutocast() {
    SharedNetwork network =
        network(GRAY, new TorchMode(TorchMode.Format.CHANNELS_LAST, Precision.BF16));
    Shape batch = Engine.batch(5, GRAY);
    float[] images = engine.normal(batch);
    float[] expected = ourFeatures(network, images, batch);
    float[] got =
        SharedNetwork.inOurOrder(network.torch().maps(Engine.channelsFirst(images, batch)));
    double largest =
        IntStream.range(0, got.length)
            .mapToDouble(i -> Math.abs((double) got[i] - expected[i]))
            .max()
            .orElseThrow();
    assertTrue(largest > 1e-4 && largest < 0.1, "largest difference " + largest);
  }

  @ParameterizedTest
  @EnumSource(TorchAugmentationRows.Warp.class)
  void augmentation(TorchAugmentationRows.Warp warp) {
    for (int rows : new int[] {1, 6}) {
      TorchAugmentationRows drawn =
          TorchAugmentationRows.draw(engine.random(), rows, 28, warp, true);
      Shape batch = Engine.batch(6, GRAY);
      float[] images = engine.normal(batch);
      Tensor augmented = engine.memory().floats(batch);
      engine
          .device()
          .run(
              new Gather(
                  engine.memory().upload(images, batch),
                  IDENTITY,
                  engine.memory().upload(IntStream.range(0, 6).toArray()),
                  engine.augmentation(drawn),
                  augmented));
      TorchAgreement.OPERATION.check(
          warp + " by " + rows + " rows",
          engine.download(augmented),
          Engine.channelsLast(
              new TorchAugmentation(drawn).apply(Engine.channelsFirst(images, batch))));
    }
  }

  @ParameterizedTest
  @CsvSource({"2", "3"})
  void decoding(int factor) {
    Decoding decoding = new Decoding(3, factor);
    Shape stored = Engine.batch(decoding.ipc(), GRAY);
    Shape decoded = Engine.batch(decoding.decodedPerClass(), GRAY);
    float[] pixels = engine.uniform(stored);
    Tensor dst = engine.memory().floats(decoded);
    engine
        .device()
        .run(
            new Decode(
                engine.memory().upload(pixels, stored),
                decoding,
                engine.memory().upload(IntStream.range(0, decoded.extent(0)).toArray()),
                IDENTITY,
                neutral(),
                dst));
    TorchAgreement.OPERATION.check(
        "decoded",
        engine.download(dst),
        Engine.channelsLast(TorchDecoding.decode(decoding, Engine.channelsFirst(pixels, stored))));
  }

  private Augmentation neutral() {
    return engine.augmentation(new TorchAugmentationRows(AugmentationColumn.neutralRow()));
  }

  @ParameterizedTest
  @EnumSource(TorchMmd.class)
  void discrepancy(TorchMmd form) {
    for (int[] size : new int[][] {{40, 128, 2048}, {7, 33, 64}}) {
      Shape ofSynthetic = Shape.of(1, size[0], size[2]);
      Shape ofReal = Shape.of(1, size[1], size[2]);
      float[] synthetic = engine.normal(ofSynthetic);
      float[] real = engine.uniform(ofReal);
      Tensor gradient = engine.memory().floats(ofSynthetic);
      Tensor loss = engine.memory().floats(1);
      engine
          .device()
          .run(
              new MmdGradient(
                  Mmd.fused(Mmd.Kernel.GAUSSIAN),
                  engine.memory().upload(synthetic, ofSynthetic),
                  engine.memory().upload(real, ofReal),
                  gradient,
                  Optional.of(loss)));

      org.bytedeco.pytorch.Tensor leaf =
          Torch.floats(synthetic, size[0], size[2]).set_requires_grad(true);
      org.bytedeco.pytorch.Tensor value = form.loss(leaf, Torch.floats(real, size[1], size[2]));
      value.backward();
      TorchAgreement.OPERATION.check("loss", engine.download(loss), Torch.values(value));
      float[] expected = engine.download(gradient);
      TorchAgreement.NETWORK_GRADIENT.check("gradient", expected, Torch.values(leaf.grad()));

      org.bytedeco.pytorch.Tensor again =
          Torch.floats(synthetic, size[0], size[2]).set_requires_grad(true);
      form.objective(again, Torch.floats(real, size[1], size[2])).backward();
      TorchAgreement.NETWORK_GRADIENT.check(
          "gradient of the objective", expected, Torch.values(again.grad()));
    }
  }
}
