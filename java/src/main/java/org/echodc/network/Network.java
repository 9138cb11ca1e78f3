package org.echodc.network;

import java.util.ArrayList;
import java.util.List;
import org.echodc.network.layer.Layer;
import org.echodc.tensor.Outline;
import org.echodc.tensor.Shape;

/**
 * An immutable graph of layers from images to features, and a linear classifier behind it. It knows
 * no device and has no memory: {@link Parameters} hold its numbers, a {@link Pass} computes it.
 */
public final class Network {
  private final Shape image;
  private final int classes;
  private final List<Node> nodes;

  /** Shapes of the values for one image: the image, then the result of each node. */
  private final List<Shape> shapes = new ArrayList<>();

  /**
   * A network whose last node computes the features.
   *
   * @throws IllegalArgumentException if a layer cannot read what it is given, or nothing reads a
   *     value
   */
  Network(Shape image, List<Node> nodes, int classes) {
    if (image.rank() != 3 || classes < 1) {
      throw new IllegalArgumentException(
          "no network has images " + image + " and " + classes + " classes");
    }
    this.image = image;
    this.classes = classes;
    this.nodes = List.copyOf(nodes);
    shapes.add(Shape.of(1, image.extent(0), image.extent(1), image.extent(2)));
    for (Node node : nodes) {
      shapes.add(node.layer().result(inputShapes(node, 1)));
    }
    for (int value = 0; value < nodes.size(); value++) {
      if (readers(value) == 0) {
        throw new IllegalArgumentException("nothing reads value " + value + " of a network");
      }
    }
  }

  /** Begins a network that reads images [height, width, channels]. */
  public static Value input(Shape image) {
    return new Value(image, List.of(), 0);
  }

  /** [height, width, channels] of the images it reads. */
  public Shape image() {
    return image;
  }

  /** Outputs of the classifier. */
  public int classes() {
    return classes;
  }

  /** Length D of a feature vector: the last value, flattened. */
  public int features() {
    return Math.toIntExact(shapes.get(nodes.size()).elements());
  }

  /** The same network in other nodes, such as fused ones. */
  Network withNodes(List<Node> other) {
    return new Network(image, other, classes);
  }

  List<Node> nodes() {
    return nodes;
  }

  /** Shape of a value for a batch; the images are value 0, the features the last one. */
  Shape shape(int value, int batch) {
    return shapes.get(value).withRows(batch);
  }

  List<Shape> inputShapes(Node node, int batch) {
    return node.inputs().stream().map(input -> shape(input, batch)).toList();
  }

  /** How often a value is read. */
  int readers(int value) {
    return (int)
        nodes.stream().flatMap(node -> node.inputs().stream()).filter(v -> v == value).count();
  }

  /** The parameters of each node, in order, and last those of the classifier. */
  List<List<Parameter>> parameters() {
    List<List<Parameter>> all = new ArrayList<>();
    for (Node node : nodes) {
      Layer layer = node.layer();
      all.add(layer.parameters(inputShapes(node, 1)));
    }
    all.add(
        List.of(
            Parameter.byFanIn("weight", Shape.of(features(), classes), features()),
            Parameter.byFanIn("bias", Shape.of(classes), features())));
    return all;
  }

  /** The state of each node, in order. */
  List<List<Parameter>> state() {
    return nodes.stream().map(node -> node.layer().state(inputShapes(node, 1))).toList();
  }

  /**
   * Floating-point operations of convolutions and classifier for one image forward, a
   * multiplication and an addition counting as two. The gradient w.r.t. the image costs the same.
   */
  public long forwardFlops() {
    Pass pass = new Pass(this, Purpose.FEATURES, 1, ActivationTypes.FLOAT32, Outline::of);
    Parameters parameters = new Parameters(this, Outline::of);
    long layers = pass.forward(parameters, 1).stream().mapToLong(op -> op.flops()).sum();
    return layers + 2L * features() * classes;
  }

  /** Number of parameters, the classifier's included. */
  public long parameterCount() {
    return elements(parameters());
  }

  /** Numbers that layers keep beside the parameters and that are not trained. */
  public long stateCount() {
    return elements(state());
  }

  private static long elements(List<List<Parameter>> ofNodes) {
    return ofNodes.stream()
        .flatMap(List::stream)
        .mapToLong(parameter -> parameter.shape().elements())
        .sum();
  }
}
