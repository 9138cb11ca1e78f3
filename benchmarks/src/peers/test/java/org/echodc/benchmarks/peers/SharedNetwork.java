package org.echodc.benchmarks.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.echodc.benchmarks.peers.network.TorchGivenValues;
import org.echodc.benchmarks.peers.network.TorchMode;
import org.echodc.benchmarks.peers.network.TorchNetwork;
import org.echodc.benchmarks.peers.network.TorchNetworks;
import org.echodc.benchmarks.peers.network.TorchParameter;
import org.echodc.benchmarks.peers.network.TorchValues;
import org.echodc.network.Network;
import org.echodc.network.Parameters;
import org.echodc.network.zoo.Architecture;
import org.echodc.operation.Fill;
import org.echodc.operation.RandomKey;
import org.echodc.operation.RandomPurpose;
import org.echodc.tensor.Shape;

/** One network on both sides: the same parameters in the layout of each. */
final class SharedNetwork {
  private static final int CLASSES = 10;
  private static final long SEED = 5;

  private final Network network;
  private final Parameters parameters;
  private final TorchNetwork torch;

  /**
   * Draws parameters as the engine does, and moves the scales and shifts of normalisations away
   * from 1 and 0, so that an exchange of channels shows.
   *
   * @param image [height, width, channels] of the images
   */
  SharedNetwork(Engine engine, Architecture architecture, Shape image, TorchMode mode) {
    network = architecture.of(image, CLASSES);
    parameters = new Parameters(network, engine.memory());
    org.echodc.tensor.Tensor step = engine.memory().ints(1);
    engine.device().run(new Fill(step, 0));
    engine
        .device()
        .run(parameters.initialize(RandomKey.everyStep(SEED, RandomPurpose.NETWORK_WEIGHTS, step)));
    TorchGivenValues drawn = new TorchGivenValues(engine.download(parameters.flat()));
    TorchValues values =
        (initial, fan, extents) -> {
          Tensor value = drawn.next(initial, fan, extents);
          return initial == TorchValues.Initial.ONE || initial == TorchValues.Initial.ZERO
              ? value.add(Engine.fifthOfNormal(extents))
              : value;
        };
    torch = new TorchNetwork(TorchNetworks.of(architecture), image, CLASSES, values, mode);
    drawn.requireAllUsed();
    engine.device().upload(torchParameters(), parameters.flat());
  }

  /** PyTorch's features or their gradient in our order. */
  static float[] inOurOrder(Tensor maps) {
    return maps.dim() == 4 ? Engine.channelsLast(maps) : Torch.values(maps);
  }

  /** PyTorch's parameters as they are now, in the order of ours and without subtracted biases. */
  float[] torchParameters() {
    return inOurOrder(UnaryOperator.identity());
  }

  /** The gradients w.r.t. PyTorch's parameters, in the same order. */
  float[] torchGradients() {
    return inOurOrder(Tensor::grad);
  }

  private float[] inOurOrder(UnaryOperator<Tensor> ofParameter) {
    List<float[]> parts = new ArrayList<>();
    for (TorchParameter parameter : torch.parameters()) {
      if (parameter.isShared()) {
        parts.add(Torch.values(parameter.inOrderOfEngine(ofParameter.apply(parameter.tensor()))));
      }
    }
    return Engine.joined(parts);
  }

  /** PyTorch's running statistics, in the order of our state. */
  float[] torchStatistics() {
    return Engine.joined(torch.statistics().stream().map(Torch::values).toList());
  }

  Network network() {
    return network;
  }

  Parameters parameters() {
    return parameters;
  }

  TorchNetwork torch() {
    return torch;
  }
}
