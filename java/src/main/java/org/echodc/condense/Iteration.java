package org.echodc.condense;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.echodc.data.ImageDataset;
import org.echodc.network.ActivationTypes;
import org.echodc.network.Network;
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
import org.echodc.tensor.Tensor;

/**
 * The operations of one iteration, and the tensors that live within it. All classes go through each
 * operation together, class by class.
 */
final class Iteration {

  private final ImageDataset dataset;
  private final CondensationConfig config;
  private final Lasting lasting;

  private final Tensor realIndices;
  private final Augmentation augmentation;
  private final Passes passes;
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
    realIndices = memory.ints(classes, config.matching().realBatch());
    augmentation = new Augmentation(memory.floats(classes, AugmentationColumn.COUNT));
    Passes.Batch batch =
        new Passes.Batch(
            classes, config.matching().realBatch(), lasting.selection().shape().extent(1));
    passes = Passes.of(network, batch, types, memory);
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
            passes.operations(
                lasting.network(),
                config.matching().discrepancy(),
                withLoss ? Optional.of(lasting.losses()) : Optional.empty()),
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
            lasting.realImages().pixels(),
            normalization,
            realIndices,
            augmentation,
            passes.real().images()),
        new Decode(
            lasting.images().pixels(),
            config.images().decoding(),
            lasting.selection(),
            normalization,
            augmentation,
            passes.synthetic().images()));
  }

  private List<Operation> learn() {
    Sgd sgd = config.optimizer().sgd();
    return List.of(
        new Decode.Backward(
            passes.synthetic().imageGradient(),
            config.images().decoding(),
            lasting.selection(),
            dataset.normalization(),
            augmentation,
            pixelGradient),
        new SgdStep(sgd, lasting.images().pixels(), pixelGradient, lasting.images().velocity()),
        new Advance(lasting.step()));
  }
}
