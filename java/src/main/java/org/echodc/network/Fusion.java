package org.echodc.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.echodc.network.layer.AveragePoolLayer;
import org.echodc.network.layer.ConvBlockLayer;
import org.echodc.network.layer.ConvolutionLayer;
import org.echodc.network.layer.InstanceNormLayer;
import org.echodc.network.layer.Layer;
import org.echodc.network.layer.ReluLayer;

/**
 * Rewrites a network into fewer layers that compute the same: normalisation and ReLU become one,
 * and so do a 3x3 convolution of stride 1 without bias, such a normalisation and 2x2 average
 * pooling. Only consecutive nodes are fused of which each alone reads the one before, so parameters
 * keep their order. A pure function, the same for every device: one without a fused kernel composes
 * the parts.
 */
public final class Fusion {
  private final Network network;
  private final List<Node> fused = new ArrayList<>();

  /** Numbers of the values in the fused network, by those in the network. */
  private final List<Integer> renumbered = new ArrayList<>(List.of(0));

  private Fusion(Network network) {
    this.network = network;
  }

  /** The fused form of a network. */
  public static Network fuse(Network network) {
    Network normed = new Fusion(network).rewrite(2, Fusion::normAndRelu);
    return new Fusion(normed).rewrite(3, Fusion::convBlock);
  }

  private static Optional<Layer> normAndRelu(List<Layer> chain) {
    boolean fits =
        chain.get(0).equals(new InstanceNormLayer(false)) && chain.get(1) instanceof ReluLayer;
    return fits ? Optional.of(new InstanceNormLayer(true)) : Optional.empty();
  }

  private static Optional<Layer> convBlock(List<Layer> chain) {
    boolean fits =
        chain.get(0) instanceof ConvolutionLayer convolution
            && convolution.kernel() == 3
            && convolution.stride() == 1
            && !convolution.bias()
            && chain.get(1).equals(new InstanceNormLayer(true))
            && chain.get(2) instanceof AveragePoolLayer pool
            && pool.window().isHalving();
    return fits
        ? Optional.of(new ConvBlockLayer((ConvolutionLayer) chain.get(0)))
        : Optional.empty();
  }

  private Network rewrite(int length, Function<List<Layer>, Optional<Layer>> rule) {
    List<Node> nodes = network.nodes();
    int next = 0;
    while (next < nodes.size()) {
      Optional<Layer> layer =
          isChain(next, length) ? rule.apply(layers(next, length)) : Optional.empty();
      int taken = layer.isPresent() ? length : 1;
      List<Integer> inputs = nodes.get(next).inputs().stream().map(renumbered::get).toList();
      fused.add(new Node(layer.orElse(nodes.get(next).layer()), inputs));
      for (int i = 0; i < taken; i++) {
        renumbered.add(fused.size());
      }
      next += taken;
    }
    return network.withNodes(fused);
  }

  /** Whether each of these nodes reads nothing but the one before, and nothing else reads that. */
  private boolean isChain(int first, int length) {
    List<Node> nodes = network.nodes();
    if (first + length > nodes.size()) {
      return false;
    }
    for (int node = first + 1; node < first + length; node++) {
      if (!nodes.get(node).inputs().equals(List.of(node)) || network.readers(node) != 1) {
        return false;
      }
    }
    return true;
  }

  private List<Layer> layers(int first, int length) {
    return network.nodes().subList(first, first + length).stream().map(Node::layer).toList();
  }
}
