package org.echodc.benchmarks.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.echodc.benchmarks.peers.network.TorchNetwork;
import org.echodc.operation.image.Decoding;
import org.echodc.operation.training.Sgd;

/**
 * Condensation by matching features. The optimiser moves the pixels of all classes at every step.
 */
final class TorchCondensation {

  /**
   * What does not change from iteration to iteration.
   *
   * @param decoding of the stored images
   * @param realBatch real images per class and iteration
   * @param mean of the normalisation
   * @param std of the normalisation
   */
  record Settings(Decoding decoding, int realBatch, double mean, double std) {}

  /**
   * What is drawn for a class.
   *
   * @param images which real images of the class
   * @param rows augmentation of all its images
   */
  record Draw(int label, int[] images, TorchAugmentationRows rows) {}

  private final Settings settings;
  private final TorchNetwork network;
  private final TorchMmd discrepancy;
  private final List<Tensor> real;
  private final Tensor pixels;
  private final SGD optimizer;
  private final Random random = new Random(0);

  /**
   * Begins with the given images.
   *
   * @param real for every class its real images [n, channels, size, size], normalised
   * @param pixels [classes ipc, channels, size, size]; changed by every update
   */
  TorchCondensation(
      Settings settings,
      TorchNetwork network,
      TorchMmd discrepancy,
      Sgd sgd,
      List<Tensor> real,
      Tensor pixels) {
    this.settings = settings;
    this.network = network;
    this.discrepancy = discrepancy;
    this.real = List.copyOf(real);
    this.pixels = pixels.set_requires_grad(true);
    optimizer = Torch.optimizer(new TensorVector(pixels), sgd);
  }

  /**
   * One iteration.
   *
   * @param classes how they take part
   */
  void step(TorchBatching classes) {
    clamp();
    List<Draw> draws = new ArrayList<>();
    for (int label = 0; label < real.size(); label++) {
      draws.add(draw(label));
    }
    if (classes == TorchBatching.BATCHED) {
      Torch.freeing(() -> update(draws));
    } else {
      draws.forEach(draw -> Torch.freeing(() -> update(List.of(draw))));
    }
  }

  private Draw draw(int label) {
    int[] images =
        random
            .ints(0, Math.toIntExact(real.get(label).size(0)))
            .distinct()
            .limit(settings.realBatch())
            .toArray();
    int size = Math.toIntExact(pixels.size(2));
    return new Draw(label, images, TorchAugmentationRows.siamese(random, size));
  }

  private void clamp() {
    Torch.freeing(
        () ->
            pixels
                .detach()
                .clamp_(new ScalarOptional(Torch.scalar(0)), new ScalarOptional(Torch.scalar(1))));
  }

  /**
   * The sum of the losses of some classes, their images in one batch, its gradient and a step of
   * the optimiser.
   *
   * @return the sum
   */
  float update(List<Draw> draws) {
    int realEach = draws.get(0).images().length;
    int syntheticEach = settings.decoding().decodedPerClass();
    Tensor realFeatures =
        Torch.withoutGradients(
            () ->
                network.features(
                    augmentation(draws, realEach).apply(concatenated(draws, this::real))));
    Tensor syntheticFeatures =
        Torch.only(
            () ->
                network.features(
                    augmentation(draws, syntheticEach)
                        .apply(concatenated(draws, this::synthetic))));
    Tensor loss =
        Torch.only(
            () -> {
              Tensor sum = null;
              for (int i = 0; i < draws.size(); i++) {
                Tensor ofClass =
                    discrepancy.loss(
                        syntheticFeatures.narrow(0, (long) i * syntheticEach, syntheticEach),
                        realFeatures.narrow(0, (long) i * realEach, realEach));
                sum = sum == null ? ofClass : sum.add(ofClass);
              }
              return sum;
            });
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
    return loss.item_float();
  }

  /** One class has one row for all its images, several have theirs for each image. */
  private static TorchAugmentation augmentation(List<Draw> draws, int imagesEach) {
    TorchAugmentationRows rows =
        draws.size() == 1
            ? draws.get(0).rows()
            : TorchAugmentationRows.repeated(draws.stream().map(Draw::rows).toList(), imagesEach);
    return new TorchAugmentation(rows);
  }

  private static Tensor concatenated(List<Draw> draws, Function<Draw, Tensor> ofClass) {
    return draws.size() == 1
        ? ofClass.apply(draws.get(0))
        : Torch.concatenate(draws.stream().map(ofClass).toArray(Tensor[]::new));
  }

  private Tensor real(Draw draw) {
    long[] images = IntStream.of(draw.images()).asLongStream().toArray();
    return real.get(draw.label()).index_select(0, Torch.longs(images));
  }

  private Tensor synthetic(Draw draw) {
    int ipc = settings.decoding().ipc();
    return TorchDecoding.decode(
            settings.decoding(), pixels.narrow(0, (long) draw.label() * ipc, ipc))
        .sub(Torch.scalar(settings.mean()))
        .div(Torch.scalar(settings.std()));
  }

  /** The pixels, [classes ipc, channels, size, size]. */
  Tensor pixels() {
    return pixels;
  }
}
