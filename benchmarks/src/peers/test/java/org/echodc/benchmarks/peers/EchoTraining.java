package org.echodc.benchmarks.peers;

import java.util.Arrays;
import java.util.Optional;
import org.echodc.device.Device;
import org.echodc.network.ActivationTypes;
import org.echodc.network.Network;
import org.echodc.network.Parameters;
import org.echodc.network.Pass;
import org.echodc.network.Purpose;
import org.echodc.operation.Fill;
import org.echodc.operation.layer.Linear;
import org.echodc.operation.layer.MixedLabels;
import org.echodc.operation.layer.SoftmaxCrossEntropy;
import org.echodc.operation.training.Sgd;
import org.echodc.operation.training.SgdStep;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** The engine's side of a training on one batch: its operations as a Trainer issues them. */
final class EchoTraining {
  private final Engine engine;
  private final Network network;
  private final Parameters parameters;
  private final Parameters gradients;
  private final Pass pass;
  private final MixedLabels labels;
  private final Tensor logits;
  private final Tensor logitGradient;
  private final Tensor loss;
  private final Tensor velocity;

  /**
   * Takes memory for a training of the given parameters.
   *
   * @param images [n, height, width, channels]
   */
  EchoTraining(Engine engine, SharedNetwork shared, float[] images, MixedLabels labels) {
    this.engine = engine;
    this.labels = labels;
    network = shared.network();
    parameters = shared.parameters();
    int batch = labels.labels().shape().extent(0);
    gradients = Parameters.ofGradients(network, engine.memory());
    pass =
        new Pass(network, Purpose.ALL_GRADIENTS, batch, ActivationTypes.FLOAT32, engine.memory());
    logits = engine.memory().floats(batch, network.classes());
    logitGradient = engine.memory().floats(logits.shape());
    loss = engine.memory().floats(1);
    velocity = engine.memory().floats(parameters.flat().shape());
    engine.device().upload(images, pass.images());
    engine.device().run(new Fill(velocity, 0));
  }

  /** Labels without partners. */
  static MixedLabels labels(Engine engine, int... own) {
    return new MixedLabels(
        engine.memory().upload(own),
        engine.memory().upload(own),
        engine.memory().upload(new float[] {1}, Shape.of(1)));
  }

  /** Forward and backward; gives the loss. */
  float propagate() {
    Device device = engine.device();
    pass.forward(parameters).forEach(device::run);
    device.run(new Linear(parameters.classifier(), pass.features(), logits));
    device.run(new SoftmaxCrossEntropy(logits, labels, loss, logitGradient));
    device.run(
        new Linear.Backward(
            parameters.classifier(),
            pass.features(),
            logitGradient,
            Optional.of(pass.featureGradient()),
            Optional.of(gradients.classifier())));
    pass.backward(parameters, gradients, logits.shape().extent(0)).forEach(device::run);
    return engine.download(loss)[0];
  }

  void step(Sgd sgd) {
    engine.device().run(new SgdStep(sgd, parameters.flat(), gradients.flat(), velocity));
  }

  float[] features() {
    return engine.download(pass.features());
  }

  float[] imageGradient() {
    return engine.download(pass.imageGradient());
  }

  float[] gradients() {
    return engine.download(gradients.flat());
  }

  float[] parameters() {
    return engine.download(parameters.flat());
  }

  /** Running statistics of all layers that have them. */
  float[] state() {
    float[] all = engine.download(parameters.withState());
    return Arrays.copyOfRange(all, Math.toIntExact(network.parameterCount()), all.length);
  }
}
