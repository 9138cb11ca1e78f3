package org.echodc.network;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.echodc.network.layer.AveragePoolLayer;
import org.echodc.network.layer.ConvBlockLayer;
import org.echodc.network.layer.ConvolutionLayer;
import org.echodc.network.layer.InstanceNormLayer;
import org.echodc.network.layer.Layer;
import org.echodc.network.layer.ReluLayer;

/**
 * Rewrites a network into fewer or cheaper layers that compute the same: normalisation and ReLU
 * become one, and so do a 3x3 convolution of stride 1 without bias, such a normalisation and 2x2
 * average pooling; a 1x1 convolution and average pooling change places. Only consecutive nodes are
 * rewritten of which each alone reads the one before, so parameters keep their order. A pure
 * function, the same for every device: one without a fused kernel composes the parts.
 */
public final class Fusion {
  /** What takes the place of a chain of layers; empty if the rule does not suit them. */
  @FunctionalInterface
  private interface Rule extends Function<List<Layer>, List<Layer>> {}

  private final Network network;
  private final List<Node> fused = new ArrayList<>();

  /** Numbers of the values in the fused network, by those in the network. */
  private final List<Integer> renumbered = new ArrayList<>(List.of(0));

  private Fusion(Network network) {
    this.network = network;
  }

  /** The fused form of a network. */
  public static Network fuse(Network network) {
    Network pooled = new Fusion(network).rewrite(2, Fusion::poolFirst);
    Network normed = new Fusion(pooled).rewrite(2, Fusion::normAndRelu);
    return new Fusion(normed).rewrite(3, Fusion::convBlock);
  }

  /**
   * Both are linear, one within pixels and the other within channels; the convolution then has
   * fewer pixels to compute, a quarter of them after halving.
   */
  private static List<Layer> poolFirst(List<Layer> chain) {
    boolean fits =
        chain.get(0) instanceof ConvolutionLayer convolution
            && convolution.kernel() == 1
            && convolution.stride() == 1
            && convolution.padding() == 0
            && chain.get(1) instanceof AveragePoolLayer pool
            && pool.window().stride() > 1;
    return fits ? List.of(chain.get(1), chain.get(0)) : List.of();
  }

  private static List<Layer> normAndRelu(List<Layer> chain) {
    boolean fits =
        chain.get(0).equals(new InstanceNormLayer(false)) && chain.get(1) instanceof ReluLayer;
    return fits ? List.of(new InstanceNormLayer(true)) : List.of();
  }

  private static List<Layer> convBlock(List<Layer> chain) {
    boolean fits =
        chain.get(0) instanceof ConvolutionLayer convolution
            && convolution.kernel() == 3
            && convolution.stride() == 1
            && !convolution.bias()
            && chain.get(1).equals(new InstanceNormLayer(true))
            && chain.get(2) instanceof AveragePoolLayer pool
            && pool.window().isHalving();
    return fits ? List.of(new ConvBlockLayer((ConvolutionLayer) chain.get(0))) : List.of();
  }

  private Network rewrite(int length, Rule rule) {
    int next = 0;
    while (next < network.nodes().size()) {
      List<Layer> replacement =
          isChain(next, length) ? rule.apply(layers(next, length)) : List.of();
      boolean fits = !replacement.isEmpty();
      int taken = fits ? length : 1;
      append(next, fits ? replacement : layers(next, 1));
      for (int i = 0; i < taken; i++) {
        renumbered.add(fused.size());
      }
      next += taken;
    }
    return network.withNodes(fused);
  }

  /** Adds layers in a chain that reads what a node reads. */
  private void append(int node, List<Layer> chain) {
    List<Integer> inputs =
        network.nodes().get(node).inputs().stream().map(renumbered::get).toList();
    for (Layer layer : chain) {
      fused.add(new Node(layer, inputs));
      inputs = List.of(fused.size());
    }
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
