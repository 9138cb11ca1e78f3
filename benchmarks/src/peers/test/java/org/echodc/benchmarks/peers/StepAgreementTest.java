package org.echodc.benchmarks.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.echodc.benchmarks.peers.network.TorchMode;
import org.echodc.device.Device;
import org.echodc.device.Precision;
import org.echodc.device.memory.TensorScope;
import org.echodc.network.ActivationTypes;
import org.echodc.network.Pass;
import org.echodc.network.Purpose;
import org.echodc.network.zoo.Architecture;
import org.echodc.operation.image.Augmentation;
import org.echodc.operation.image.Decode;
import org.echodc.operation.image.Decoding;
import org.echodc.operation.image.Gather;
import org.echodc.operation.layer.MixedLabels;
import org.echodc.operation.mmd.Mmd;
import org.echodc.operation.mmd.MmdGradient;
import org.echodc.operation.training.Sgd;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PyTorch's side makes the steps that the engine's CPU device makes. */
class StepAgreementTest {
  private static final Shape IMAGE = Shape.of(28, 28, 1);
  private static final Normalization NORMALIZATION = Normalization.gray(0.25f, 0.5f);
  private static final TorchMode MODE =
      new TorchMode(TorchMode.Format.CHANNELS_LAST, Precision.FP32);

  private Engine engine;
  private SharedNetwork network;

  @BeforeEach
  void open() {
    engine = new Engine(11);
    network = new SharedNetwork(engine, Architecture.convNet(16, 3), IMAGE, MODE);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  /**
   * Two classes, both at once, or each updated once: the second update then moves the first class's
   * pixels once more, by their momentum.
   */
  @ParameterizedTest
  @CsvSource({"PUBLISHED, EACH", "GEMM, EACH", "PUBLISHED, BATCHED", "GEMM, BATCHED"})
  void condensation(TorchMmd form, TorchBatching together) {
    int classes = 2;
    int realBatch = 12;
    Decoding decoding = new Decoding(2, 2);
    Sgd sgd = new Sgd(1, 0.5f, 0, Optional.empty());
    Shape stored = Engine.batch(classes * decoding.ipc(), IMAGE);
    Shape real = Engine.batch(classes * realBatch, IMAGE);
    float[] pixels = engine.uniform(stored);
    float[] realPixels = engine.uniform(real);
    TorchAugmentationRows[] rows = {
      TorchAugmentationRows.siamese(engine.random(), 28),
      TorchAugmentationRows.siamese(engine.random(), 28)
    };

    float[] expected = pixels.clone();
    float[] gradient = pixelGradient(decoding, stored, pixels, real, realPixels, rows);
    int perClass = expected.length / classes;
    for (int i = 0; i < expected.length; i++) {
      boolean twice = together == TorchBatching.EACH && i < perClass;
      float moved = twice ? 1 + sgd.momentum() : 1;
      expected[i] = -sgd.learningRate() * moved * gradient[i];
    }

    List<org.bytedeco.pytorch.Tensor> realOfClass = new ArrayList<>();
    org.bytedeco.pytorch.Tensor allReal = normalized(realPixels, real);
    for (int label = 0; label < classes; label++) {
      realOfClass.add(allReal.narrow(0, (long) label * realBatch, realBatch));
    }
    TorchCondensation condensation =
        new TorchCondensation(
            new TorchCondensation.Settings(
                decoding, realBatch, NORMALIZATION.mean().get(0), NORMALIZATION.std().get(0)),
            network.torch(),
            form,
            sgd,
            realOfClass,
            Engine.channelsFirst(pixels, stored));
    int[] order = IntStream.range(0, realBatch).toArray();
    List<TorchCondensation.Draw> draws =
        IntStream.range(0, classes)
            .mapToObj(label -> new TorchCondensation.Draw(label, order, rows[label]))
            .toList();
    if (together == TorchBatching.BATCHED) {
      condensation.update(draws);
    } else {
      draws.forEach(draw -> condensation.update(List.of(draw)));
    }
    float[] displacement = Engine.channelsLast(condensation.pixels());
    for (int i = 0; i < displacement.length; i++) {
      displacement[i] -= pixels[i];
    }
    TorchAgreement.NETWORK_GRADIENT.check("displacement of the pixels", expected, displacement);
  }

  private static org.bytedeco.pytorch.Tensor normalized(float[] pixels, Shape shape) {
    return Engine.channelsFirst(pixels, shape)
        .sub(Torch.scalar(NORMALIZATION.mean().get(0)))
        .div(Torch.scalar(NORMALIZATION.std().get(0)));
  }

  /** One pass of the engine over all classes, with its operations as a Condenser issues them. */
  private float[] pixelGradient(
      Decoding decoding,
      Shape stored,
      float[] pixels,
      Shape real,
      float[] realPixels,
      TorchAugmentationRows[] rows) {
    Device device = engine.device();
    TensorScope memory = engine.memory();
    int classes = rows.length;
    int allReal = real.extent(0);
    int allSynthetic = classes * decoding.decodedPerClass();
    float[] table = new float[classes * rows[0].values().length];
    for (int label = 0; label < classes; label++) {
      int columns = rows[label].values().length;
      System.arraycopy(rows[label].values(), 0, table, label * columns, columns);
    }
    Augmentation augmentation = engine.augmentation(new TorchAugmentationRows(table));
    Pass realPass = pass(Purpose.FEATURES, allReal);
    Pass syntheticPass = pass(Purpose.IMAGE_GRADIENTS, allSynthetic);
    Tensor selection = memory.upload(IntStream.range(0, allSynthetic).toArray());
    device.run(
        new Gather(
            memory.upload(realPixels, real),
            NORMALIZATION,
            memory.upload(IntStream.range(0, allReal).toArray()),
            augmentation,
            realPass.images()));
    device.run(
        new Decode(
            memory.upload(pixels, stored),
            decoding,
            selection,
            NORMALIZATION,
            augmentation,
            syntheticPass.images()));
    realPass.forward(network.parameters()).forEach(device::run);
    syntheticPass.forward(network.parameters()).forEach(device::run);
    device.run(
        new MmdGradient(
            Mmd.fused(Mmd.Kernel.GAUSSIAN),
            byClass(syntheticPass.features(), classes),
            byClass(realPass.features(), classes),
            byClass(syntheticPass.featureGradient(), classes),
            Optional.empty()));
    syntheticPass.backward(network.parameters()).forEach(device::run);
    Tensor pixelGradient = memory.floats(stored);
    device.run(
        new Decode.Backward(
            syntheticPass.imageGradient(),
            decoding,
            selection,
            NORMALIZATION,
            augmentation,
            pixelGradient));
    return engine.download(pixelGradient);
  }

  private Pass pass(Purpose purpose, int batch) {
    return new Pass(network.network(), purpose, batch, ActivationTypes.FLOAT32, engine.memory());
  }

  private static Tensor byClass(Tensor features, int classes) {
    Shape shape = features.shape();
    return features.reshape(Shape.of(classes, shape.extent(0) / classes, shape.extent(1)));
  }

  /** Two steps on mixed images, the second with momentum. */
  @Test
  void training() {
    Sgd sgd = new Sgd(0.05f, 0.9f, 5e-4f, Optional.empty());
    Shape batch = Engine.batch(8, IMAGE);
    float[] images = engine.normal(batch);
    int[] labels = {3, 1, 4, 1, 5, 9, 2, 6};
    long[] partners = {1, 2, 3, 4, 5, 6, 7, 0};
    TorchTraining.Mix mix =
        new TorchTraining.Mix(Torch.longs(partners), 3, 5, 14, 14, 1 - 14 * 14 / (28.0 * 28));
    org.bytedeco.pytorch.Tensor mixed = Engine.channelsFirst(images, batch);
    mix.apply(mixed);
    float[] before = engine.download(network.parameters().flat());

    TorchTraining training = new TorchTraining(network.torch(), sgd);
    org.bytedeco.pytorch.Tensor torchLabels =
        Torch.longs(IntStream.of(labels).asLongStream().toArray());
    float[] losses = new float[2];
    for (int step = 0; step < losses.length; step++) {
      losses[step] = training.update(training.mixedLoss(mixed, torchLabels, mix));
    }

    int[] ofPartners = new int[labels.length];
    for (int i = 0; i < labels.length; i++) {
      ofPartners[i] = labels[(int) partners[i]];
    }
    float[] expectedLosses =
        train(sgd, mixed(images, partners), labels, ofPartners, (float) mix.share());
    TorchAgreement.OPERATION.check("losses", expectedLosses, losses);
    TorchAgreement.NETWORK_GRADIENT.check(
        "displacement of the parameters",
        Engine.difference(engine.download(network.parameters().flat()), before),
        Engine.difference(network.torchParameters(), before));
  }

  /** The images of {@link #training} with the box of their partners. */
  private static float[] mixed(float[] images, long[] partners) {
    float[] mixed = images.clone();
    int size = 28;
    for (int image = 0; image < partners.length; image++) {
      for (int row = 3; row < 17; row++) {
        for (int column = 5; column < 19; column++) {
          int at = row * size + column;
          mixed[image * size * size + at] = images[(int) partners[image] * size * size + at];
        }
      }
    }
    return mixed;
  }

  private float[] train(Sgd sgd, float[] images, int[] labels, int[] partners, float share) {
    TensorScope memory = engine.memory();
    MixedLabels mixed =
        new MixedLabels(
            memory.upload(labels),
            memory.upload(partners),
            memory.upload(new float[] {share}, Shape.of(1)));
    EchoTraining training = new EchoTraining(engine, network, images, mixed);
    float[] losses = new float[2];
    for (int step = 0; step < losses.length; step++) {
      losses[step] = training.propagate();
      training.step(sgd);
    }
    return losses;
  }
}
