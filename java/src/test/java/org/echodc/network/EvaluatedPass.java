package org.echodc.network;

import org.echodc.device.Device;
import org.echodc.device.memory.TensorScope;
import org.echodc.operation.RandomKey;
import org.echodc.operation.RandomPurpose;
import org.echodc.tensor.Tensor;

/** A network on a device for tests: the sum of its features, weighted, and its gradients. */
final class EvaluatedPass implements AutoCloseable {
  static final int BATCH = 2;
  private static final double STEP = 1e-4;

  private final Device device;
  private final TensorScope memory;
  private final Parameters parameters;
  private final Parameters gradients;
  private final Pass pass;
  private final float[] weights;

  EvaluatedPass(Device device, Network network, Purpose purpose) {
    this.device = device;
    memory = new TensorScope(device);
    parameters = new Parameters(network, memory);
    gradients = new Parameters(network, memory);
    pass = new Pass(network, purpose, BATCH, ActivationTypes.FLOAT32, memory);
    device.run(
        parameters.initialize(
            RandomKey.everyStep(1, RandomPurpose.NETWORK_WEIGHTS, memory.counter())));
    device.upload(wave(pass.images(), 0.37), pass.images());
    weights = wave(pass.features(), 0.91);
  }

  Pass pass() {
    return pass;
  }

  Parameters parameters() {
    return parameters;
  }

  Parameters gradients() {
    return gradients;
  }

  private static float[] wave(Tensor tensor, double frequency) {
    float[] values = new float[(int) tensor.shape().elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(frequency * i + 0.2);
    }
    return values;
  }

  float[] values(Tensor tensor) {
    float[] values = new float[(int) tensor.shape().elements()];
    device.download(tensor, values);
    return values;
  }

  double sum() {
    pass.forward(parameters, BATCH).forEach(device::run);
    float[] features = values(pass.features());
    double sum = 0;
    for (int i = 0; i < features.length; i++) {
      sum += (double) weights[i] * features[i];
    }
    return sum;
  }

  void backward() {
    sum();
    device.upload(weights, pass.featureGradient());
    pass.backward(parameters, gradients, BATCH).forEach(device::run);
  }

  /** Difference quotient of the sum in one element of a tensor. */
  double slope(Tensor tensor, int element) {
    float[] values = values(tensor);
    float before = values[element];
    values[element] = (float) (before + STEP);
    device.upload(values, tensor);
    double above = sum();
    values[element] = (float) (before - STEP);
    device.upload(values, tensor);
    double below = sum();
    values[element] = before;
    device.upload(values, tensor);
    return (above - below) / (2 * STEP);
  }

  @Override
  public void close() {
    memory.close();
  }
}
