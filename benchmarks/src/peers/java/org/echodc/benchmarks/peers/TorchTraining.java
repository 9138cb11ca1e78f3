package org.echodc.benchmarks.peers;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.randperm;

import java.util.Random;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.Tensor;
import org.echodc.benchmarks.peers.network.TorchNetwork;
import org.echodc.operation.training.Sgd;

/** Training of a network from scratch on few images, and its test, as the published programs do. */
final class TorchTraining {
  private static final double CUT_MIX_PROBABILITY = 0.5;

  private final TorchNetwork network;
  private final SGD optimizer;
  private final Random random = new Random(0);

  /** Trains the given network. */
  TorchTraining(TorchNetwork network, Sgd sgd) {
    this.network = network;
    optimizer = Torch.optimizer(network.train(), sgd);
  }

  /**
   * A box that images of a batch take from others of it (CutMix).
   *
   * @param partners INT64 [batch], from which image each takes it
   * @param share of the image that stays
   */
  record Mix(Tensor partners, int top, int left, int height, int width, double share) {

    /** Draws partners and box for images of the given size. */
    static Mix draw(Random random, long batch, int size) {
      double ratio = random.nextDouble();
      int half = (int) (size * Math.sqrt(1 - ratio)) / 2;
      int row = random.nextInt(size);
      int column = random.nextInt(size);
      int top = Math.max(row - half, 0);
      int left = Math.max(column - half, 0);
      int height = Math.min(row + half, size) - top;
      int width = Math.min(column + half, size) - left;
      double share = 1 - (double) height * width / (size * size);
      return new Mix(randperm(batch), top, left, height, width, share);
    }

    /** Puts the boxes in place into a batch. */
    void apply(Tensor images) {
      box(images).copy_(box(images.index_select(0, partners)));
    }

    private Tensor box(Tensor images) {
      return images.narrow(2, top, height).narrow(3, left, width);
    }
  }

  /**
   * Trains on every image once.
   *
   * @param images [n, channels, size, size], normalised
   * @param labels INT64 [n]
   * @return loss of the last batch
   */
  float epoch(Tensor images, Tensor labels, int batch) {
    return Torch.freeing(
        () -> {
          Tensor order = randperm(images.size(0));
          float loss = 0;
          for (long first = 0; first < images.size(0); first += batch) {
            Tensor drawn = order.narrow(0, first, Math.min(batch, images.size(0) - first));
            loss =
                Torch.freeing(
                    () -> step(images.index_select(0, drawn), labels.index_select(0, drawn)));
          }
          return loss;
        });
  }

  private float step(Tensor images, Tensor labels) {
    int size = Math.toIntExact(images.size(2));
    int count = Math.toIntExact(images.size(0));
    Tensor augmented =
        new TorchAugmentation(TorchAugmentationRows.perImage(random, count, size)).apply(images);
    if (random.nextDouble() >= CUT_MIX_PROBABILITY) {
      return update(cross_entropy_loss(network.logits(augmented), labels));
    }
    Mix mix = Mix.draw(random, count, size);
    mix.apply(augmented);
    return update(mixedLoss(augmented, labels, mix));
  }

  /** Cross-entropy with the own labels and the partners', each weighted by its share. */
  Tensor mixedLoss(Tensor images, Tensor labels, Mix mix) {
    Tensor outputs = network.logits(images);
    Tensor own = cross_entropy_loss(outputs, labels).mul(Torch.scalar(mix.share()));
    Tensor partners = cross_entropy_loss(outputs, labels.index_select(0, mix.partners()));
    return own.add(partners.mul(Torch.scalar(1 - mix.share())));
  }

  /** Goes back from a loss and makes a step of the optimiser. */
  float update(Tensor loss) {
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
    return loss.item_float();
  }

  /** How many images [n, channels, size, size] are classified as labelled, INT64 [n]. */
  long countCorrect(Tensor images, Tensor labels, int batch) {
    long correct = 0;
    for (long from = 0; from < images.size(0); from += batch) {
      long first = from;
      long count = Math.min(batch, images.size(0) - first);
      correct +=
          Torch.inference(
              () ->
                  network
                      .testLogits(images.narrow(0, first, count))
                      .argmax(new LongOptional(1), false)
                      .eq(labels.narrow(0, first, count))
                      .sum()
                      .item_long());
    }
    return correct;
  }
}
