package org.echodc.evaluate;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.echodc.network.ActivationTypes;
import org.echodc.network.Network;
import org.echodc.network.Parameters;
import org.echodc.network.Pass;
import org.echodc.network.Purpose;
import org.echodc.operation.Operation;
import org.echodc.operation.RandomKey;
import org.echodc.operation.RandomPurpose;
import org.echodc.operation.image.Augmentation;
import org.echodc.operation.image.AugmentationColumn;
import org.echodc.operation.image.CutMix;
import org.echodc.operation.image.DrawAugmentation;
import org.echodc.operation.image.Gather;
import org.echodc.operation.image.GatherLabels;
import org.echodc.operation.image.Sample;
import org.echodc.operation.layer.Linear;
import org.echodc.operation.layer.MixedLabels;
import org.echodc.operation.layer.SoftmaxCrossEntropy;
import org.echodc.operation.training.Sgd;
import org.echodc.operation.training.SgdStep;
import org.echodc.tensor.Allocator;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** The operations of one step of training, and the tensors that live within it; in float32. */
final class TrainingStep {
  private final Normalization normalization;
  private final EvaluationConfig config;
  private final TrainingImages training;
  private final TrainedNetwork trained;

  private final Tensor indices;
  private final Tensor augmentation;
  private final Tensor images;
  private final MixedLabels labels;
  private final Pass pass;
  private final Parameters gradients;
  private final Tensor logits;
  private final Tensor logitGradient;

  /**
   * Takes memory for what lives within a step.
   *
   * @param trained what stays from step to step
   */
  TrainingStep(
      Network network,
      Normalization normalization,
      EvaluationConfig config,
      TrainingImages training,
      TrainedNetwork trained,
      Allocator memory) {
    this.normalization = normalization;
    this.config = config;
    this.training = training;
    this.trained = trained;
    int batch = Math.min(config.training().batch(), training.count());
    indices = memory.ints(1, batch);
    augmentation = memory.floats(batch, AugmentationColumn.COUNT);
    pass = new Pass(network, Purpose.PARAMETER_GRADIENTS, batch, ActivationTypes.FLOAT32, memory);
    images = memory.floats(pass.images().shape());
    labels = new MixedLabels(memory.ints(batch), memory.ints(batch), memory.floats(1));
    gradients = Parameters.ofGradients(network, memory);
    logits = memory.floats(batch, network.classes());
    logitGradient = memory.floats(logits.shape());
  }

  /** The steps that differ in their number of images: a whole batch, and the epoch's last one. */
  List<List<Operation>> lists() {
    int last = (training.count() - 1) / config.training().batch() * config.training().batch();
    Sgd any = new Sgd(0, 0, 0, Optional.empty());
    return List.of(operations(0, any, 0), operations(0, any, last));
  }

  /**
   * What is done, in order.
   *
   * @param seed of the training
   * @param first position in the epoch's order at which the batch begins
   */
  List<Operation> operations(long seed, Sgd sgd, int first) {
    int count = Math.min(config.training().batch(), training.count() - first);
    MixedLabels batchLabels =
        new MixedLabels(
            labels.labels().rows(0, count), labels.partners().rows(0, count), labels.weight());
    return Stream.of(
            load(seed, first, count, batchLabels),
            pass.forward(trained.parameters(), count),
            classify(count, batchLabels),
            pass.backward(trained.parameters(), gradients, count),
            List.<Operation>of(
                new SgdStep(
                    sgd, trained.parameters().flat(), gradients.flat(), trained.velocity())))
        .flatMap(List::stream)
        .toList();
  }

  /** Draws, augments and mixes the batch. */
  private List<Operation> load(long seed, int first, int count, MixedLabels batchLabels) {
    Tensor drawn = indices.view(0, Shape.of(1, count));
    Tensor table = augmentation.rows(0, count);
    Tensor plain = images.rows(0, count);
    return List.of(
        new Sample(
            RandomKey.everyStep(seed, RandomPurpose.EPOCH_ORDER, trained.epochStep()),
            trained.all(),
            first,
            drawn),
        new GatherLabels(training.labels(), drawn, batchLabels.labels()),
        new DrawAugmentation(
            RandomKey.everyStep(seed, RandomPurpose.AUGMENTATION, trained.batchStep()),
            config.augmentation(),
            plain.shape().extent(1),
            table),
        new Gather(training.pixels(), normalization, drawn, new Augmentation(table), plain),
        new CutMix(
            RandomKey.everyStep(seed, RandomPurpose.CUT_MIX, trained.batchStep()),
            config.cutMixProbability(),
            plain,
            pass.images().rows(0, count),
            batchLabels));
  }

  /** From features to their gradient by way of the classifier and the loss. */
  private List<Operation> classify(int count, MixedLabels batchLabels) {
    Linear.Parameters classifier = trained.parameters().classifier();
    Tensor features = pass.features().rows(0, count);
    Tensor outputs = logits.rows(0, count);
    Tensor outputGradient = logitGradient.rows(0, count);
    return List.of(
        new Linear(classifier, features, outputs),
        new SoftmaxCrossEntropy(outputs, batchLabels, trained.loss(), outputGradient),
        new Linear.Backward(
            classifier,
            features,
            outputGradient,
            Optional.of(pass.featureGradient().rows(0, count)),
            Optional.of(gradients.classifier())));
  }
}
