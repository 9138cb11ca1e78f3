package org.echodc.network;

import java.util.ArrayList;
import java.util.List;
import org.echodc.network.layer.ActivationLayer;
import org.echodc.network.layer.AddLayer;
import org.echodc.network.layer.AveragePoolLayer;
import org.echodc.network.layer.BatchNormLayer;
import org.echodc.network.layer.ConcatenateLayer;
import org.echodc.network.layer.ConvolutionLayer;
import org.echodc.network.layer.GlobalAveragePoolLayer;
import org.echodc.network.layer.GroupNormLayer;
import org.echodc.network.layer.InstanceNormLayer;
import org.echodc.network.layer.Layer;
import org.echodc.network.layer.LayerNormLayer;
import org.echodc.network.layer.LinearLayer;
import org.echodc.network.layer.MaxPoolLayer;
import org.echodc.network.layer.ReluLayer;
import org.echodc.operation.layer.Activation;
import org.echodc.operation.layer.AveragePool;
import org.echodc.operation.layer.MaxPool;
import org.echodc.tensor.Shape;

/**
 * A value in a network that is being built: the images, or the result of a layer. Values are
 * immutable; each step gives a new one, and one value may be read by several.
 */
public final class Value {
  private final Shape image;

  /** All nodes that were built before this value, its own last. */
  private final List<Node> nodes;

  private final int number;

  Value(Shape image, List<Node> nodes, int number) {
    this.image = image;
    this.nodes = nodes;
    this.number = number;
  }

  private Value then(Layer layer) {
    return append(nodes, Node.of(layer, number));
  }

  private Value append(List<Node> before, Node node) {
    List<Node> longer = new ArrayList<>(before);
    longer.add(node);
    return new Value(image, List.copyOf(longer), longer.size());
  }

  /**
   * Convolution without bias.
   *
   * @param channels of the result
   * @param kernel side of the window
   */
  public Value convolution(int channels, int kernel, int stride, int padding) {
    return convolution(new ConvolutionLayer(channels, kernel, stride, padding));
  }

  /**
   * Convolution, such as one {@linkplain ConvolutionLayer#withBias with bias} or {@linkplain
   * ConvolutionLayer#withInitial other weights to begin with}.
   */
  public Value convolution(ConvolutionLayer layer) {
    return then(layer);
  }

  /** A fully connected layer with bias, which reads this value flattened. */
  public Value linear(int outputs) {
    return then(new LinearLayer(outputs));
  }

  /** Instance normalisation with affine. */
  public Value instanceNorm() {
    return then(new InstanceNormLayer(false));
  }

  /**
   * Group normalisation with affine for each channel.
   *
   * @param groups that the channels are cut into
   */
  public Value groupNorm(int groups) {
    return then(new GroupNormLayer(groups));
  }

  /** Layer normalisation over a whole image, with affine for each element. */
  public Value layerNorm() {
    return then(new LayerNormLayer());
  }

  /** Batch normalisation with affine for each channel, and running statistics for testing. */
  public Value batchNorm() {
    return then(new BatchNormLayer());
  }

  /** Negative numbers become 0. */
  public Value relu() {
    return then(new ReluLayer());
  }

  /** A smooth or leaky activation function. */
  public Value activation(Activation.Function function) {
    return then(new ActivationLayer(function));
  }

  /**
   * Average pooling without padding.
   *
   * @param kernel side of the window
   */
  public Value averagePool(int kernel, int stride) {
    return then(new AveragePoolLayer(AveragePool.Window.square(kernel, stride)));
  }

  /** The mean of every channel: height and width become 1. */
  public Value globalAveragePool() {
    return then(new GlobalAveragePoolLayer());
  }

  /**
   * Max pooling.
   *
   * @param kernel side of the window
   */
  public Value maxPool(int kernel, int stride, int padding) {
    return then(new MaxPoolLayer(new MaxPool.Window(kernel, stride, padding)));
  }

  /**
   * Sum of two values, of which one was built on from the other's nodes or both from a third's.
   *
   * @throws IllegalArgumentException if they are of different networks
   */
  public Value add(Value other) {
    return join(other, new AddLayer(), "added");
  }

  /**
   * The channels of this value, then those of another one, which belongs to it as for {@link #add}.
   *
   * @throws IllegalArgumentException if they are of different networks
   */
  public Value concatenate(Value other) {
    return join(other, new ConcatenateLayer(), "concatenated");
  }

  private Value join(Value other, Layer layer, String participle) {
    int shared = 0;
    int most = Math.min(nodes.size(), other.nodes.size());
    while (shared < most && nodes.get(shared) == other.nodes.get(shared)) {
      shared++;
    }
    if (!image.equals(other.image)) {
      throw new IllegalArgumentException("only values of one network can be " + participle);
    }
    int moved = nodes.size() - shared;
    List<Node> joined = new ArrayList<>(nodes);
    for (Node node : other.nodes.subList(shared, other.nodes.size())) {
      joined.add(new Node(node.layer(), renumbered(node.inputs(), shared, moved)));
    }
    int right = renumbered(List.of(other.number), shared, moved).get(0);
    return append(joined, Node.of(layer, number, right));
  }

  /** Numbers of values, where those beyond the shared nodes have moved. */
  private static List<Integer> renumbered(List<Integer> values, int shared, int moved) {
    return values.stream().map(value -> value > shared ? value + moved : value).toList();
  }

  /**
   * Ends the network: this value, flattened, is the features, and a linear classifier reads them.
   *
   * @param classes outputs of the classifier
   */
  public Network classifier(int classes) {
    return new Network(image, nodes, classes);
  }
}
