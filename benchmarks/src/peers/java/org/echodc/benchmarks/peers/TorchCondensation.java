package org.echodc.benchmarks.peers;

import static org.bytedeco.pytorch.global.torch.randperm;

import java.util.List;
import java.util.Random;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.echodc.operation.image.Decoding;
import org.echodc.operation.training.Sgd;

/**
 * Condensation as the published programs write it: class after class, a backward pass and a step of
 * the optimiser each. The optimiser moves the pixels of all classes at every step.
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

  private final Settings settings;
  private final TorchConvNet network;
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
      TorchConvNet network,
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

  /** One iteration: an update for every class. */
  void step() {
    clamp();
    int size = Math.toIntExact(pixels.size(2));
    for (int label = 0; label < real.size(); label++) {
      Tensor ofClass = real.get(label);
      int of = label;
      Torch.freeing(
          () ->
              update(
                  of,
                  randperm(ofClass.size(0)).narrow(0, 0, settings.realBatch()),
                  TorchAugmentationRows.siamese(random, size)));
    }
  }

  private void clamp() {
    Torch.freeing(
        () ->
            pixels
                .detach()
                .clamp_(
                    new ScalarOptional(Torch.scalar(0)), new ScalarOptional(Torch.scalar(1))));
  }

  /**
   * One class's loss, its gradient and a step of the optimiser.
   *
   * @param drawn INT64, which real images of the class
   * @return the loss
   */
  float update(int label, Tensor drawn, TorchAugmentationRows rows) {
    TorchAugmentation augmentation = new TorchAugmentation(rows);
    Tensor realFeatures =
        Torch.withoutGradients(
            () ->
                network.features(augmentation.apply(real.get(label).index_select(0, drawn))));
    Tensor syntheticFeatures =
        Torch.only(() -> network.features(augmentation.apply(synthetic(label))));
    Tensor loss = Torch.only(() -> discrepancy.loss(syntheticFeatures, realFeatures));
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
    return loss.item_float();
  }

  private Tensor synthetic(int label) {
    int ipc = settings.decoding().ipc();
    return TorchDecoding.decode(settings.decoding(), pixels.narrow(0, (long) label * ipc, ipc))
        .sub(Torch.scalar(settings.mean()))
        .div(Torch.scalar(settings.std()));
  }

  /** The pixels, [classes ipc, channels, size, size]. */
  Tensor pixels() {
    return pixels;
  }
}
