package org.echodc.condense;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.echodc.data.ImageDataset;
import org.echodc.network.ActivationTypes;
import org.echodc.network.Network;
import org.echodc.network.Pass;
import org.echodc.network.Purpose;
import org.echodc.operation.Advance;
import org.echodc.operation.Operation;
import org.echodc.operation.RandomKey;
import org.echodc.operation.RandomPurpose;
import org.echodc.operation.image.Augmentation;
import org.echodc.operation.image.AugmentationColumn;
import org.echodc.operation.image.Decode;
import org.echodc.operation.image.DrawAugmentation;
import org.echodc.operation.image.Gather;
import org.echodc.operation.image.Sample;
import org.echodc.operation.training.Sgd;
import org.echodc.operation.training.SgdStep;
import org.echodc.tensor.Allocator;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * The operations of one iteration, and the tensors that live within it. Real and synthetic images
 * go through the network in passes of their own; all classes go through each operation together,
 * class by class.
 */
final class Iteration {

  private final ImageDataset dataset;
  private final CondensationConfig config;
  private final Lasting lasting;

  private final Tensor realIndices;
  private final Augmentation augmentation;
  private final Pass real;
  private final Pass synthetic;
  private final Tensor pixelGradient;

  /**
   * Takes memory for what lives within an iteration.
   *
   * @param types of the activations
   */
  Iteration(
      ImageDataset dataset,
      CondensationConfig config,
      Lasting lasting,
      Network network,
      ActivationTypes types,
      Allocator memory) {
    this.dataset = dataset;
    this.config = config;
    this.lasting = lasting;
    int classes = dataset.classes();
    int allReal = classes * config.matching().realBatch();
    int allSynthetic = Math.toIntExact(lasting.selection().shape().elements());
    realIndices = memory.ints(classes, config.matching().realBatch());
    augmentation = new Augmentation(memory.floats(classes, AugmentationColumn.COUNT));
    real = new Pass(network, Purpose.FEATURES, allReal, types, memory);
    synthetic = new Pass(network, Purpose.IMAGE_GRADIENTS, allSynthetic, types, memory);
    pixelGradient = memory.floats(lasting.images().pixels().shape());
  }

  /** Both kinds of iteration, which share the memory. */
  List<List<Operation>> lists() {
    return List.of(operations(true), operations(false));
  }

  /**
   * What is done, in order.
   *
   * @param withLoss whether the discrepancies are computed besides their gradients
   */
  List<Operation> operations(boolean withLoss) {
    return Stream.of(
            draw(),
            load(),
            real.forward(lasting.network()),
            synthetic.forward(lasting.network()),
            List.of(match(withLoss)),
            synthetic.backward(lasting.network()),
            learn())
        .flatMap(List::stream)
        .toList();
  }

  private RandomKey key(RandomPurpose purpose) {
    return RandomKey.everyStep(config.seed(), purpose, lasting.step());
  }

  private List<Operation> draw() {
    Operation sampleReal =
        new Sample(key(RandomPurpose.REAL_SAMPLE), lasting.realImages().classes(), 0, realIndices);
    Stream<Operation> sampleSynthetic =
        lasting.decodedClasses().stream()
            .map(
                decoded ->
                    new Sample(
                        key(RandomPurpose.SYNTHETIC_SAMPLE), decoded, 0, lasting.selection()));
    Operation augment =
        new DrawAugmentation(
            key(RandomPurpose.AUGMENTATION),
            config.matching().augmentation(),
            dataset.image().extent(0),
            augmentation.table());
    return Stream.of(Stream.of(sampleReal), sampleSynthetic, Stream.of(augment))
        .flatMap(operations -> operations)
        .toList();
  }

  private List<Operation> load() {
    Normalization normalization = dataset.normalization();
    return List.of(
        new Gather(
            lasting.realImages().pixels(), normalization, realIndices, augmentation, real.images()),
        new Decode(
            lasting.images().pixels(),
            config.images().decoding(),
            lasting.selection(),
            normalization,
            augmentation,
            synthetic.images()));
  }

  private Operation match(boolean withLoss) {
    return config
        .matching()
        .discrepancy()
        .gradient(
            byClass(synthetic.features()),
            byClass(real.features()),
            byClass(synthetic.featureGradient()),
            withLoss ? Optional.of(lasting.losses()) : Optional.empty());
  }

  private Tensor byClass(Tensor features) {
    Shape shape = features.shape();
    int classes = dataset.classes();
    return features.reshape(Shape.of(classes, shape.extent(0) / classes, shape.extent(1)));
  }

  private List<Operation> learn() {
    Sgd sgd = config.optimizer().sgd();
    return List.of(
        new Decode.Backward(
            synthetic.imageGradient(),
            config.images().decoding(),
            lasting.selection(),
            dataset.normalization(),
            augmentation,
            pixelGradient),
        new SgdStep(sgd, lasting.images().pixels(), pixelGradient, lasting.images().velocity()),
        new Advance(lasting.step()));
  }
}
