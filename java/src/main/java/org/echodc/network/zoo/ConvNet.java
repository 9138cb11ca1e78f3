package org.echodc.network.zoo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.echodc.network.Fusion;
import org.echodc.network.Network;
import org.echodc.network.Value;
import org.echodc.operation.layer.Activation;
import org.echodc.tensor.Shape;

/**
 * ConvNet-{@code depth} of Gidaris and Komodakis (CVPR 2018) as used by dataset condensation:
 * blocks of a 3x3 convolution, normalisation, activation and 2x2 pooling. Convolutions have a bias
 * where the normalisation does not subtract it again.
 *
 * @param image [height, width, channels] of the images it reads
 * @param classes outputs of the classifier
 * @param width channels of every block
 * @param depth number of blocks; each that pools halves height and width
 * @param style what follows a convolution
 */
public record ConvNet(Shape image, int classes, int width, int depth, Style style) {

  /** Activations of the field's variants. */
  public enum Unit {
    /** max(x, 0). */
    RELU,
    /** 1 / (1 + exp(-x)). */
    SIGMOID,
    /** x, or 0.01 x where that is negative. */
    LEAKY,
    /** x sigmoid(x). */
    SWISH;

    private Value of(Value x) {
      return switch (this) {
        case RELU -> x.relu();
        case SIGMOID -> x.activation(Activation.Function.SIGMOID);
        case LEAKY -> x.activation(Activation.Function.LEAKY_RELU);
        case SWISH -> x.activation(Activation.Function.SWISH);
      };
    }
  }

  /**
   * What follows a convolution.
   *
   * @param norm normalisation
   * @param unit activation
   * @param pooling what halves the images
   */
  public record Style(Norm norm, Unit unit, Pooling pooling) {
    /** The usual one. */
    public static final Style USUAL = new Style(Norm.INSTANCE, Unit.RELU, Pooling.AVERAGE);

    /**
     * The style that a name stands for: {@code convnet}, and behind it in any order, joined by
     * dashes, what differs from the usual: {@code batch}, {@code layer}, {@code group} or {@code
     * plain} (no normalisation); {@code sigmoid}, {@code leaky} or {@code swish}; {@code max} or
     * {@code full} (no pooling).
     *
     * @return nothing if the name stands for none
     */
    static Optional<Style> of(String name) {
      List<String> parts = new ArrayList<>(List.of(name.split("-", -1)));
      if (!parts.remove(0).equals(Networks.CONVNET)) {
        return Optional.empty();
      }
      Norm norm = take(parts, Norm.values(), Norm.NONE, "plain").orElse(Norm.INSTANCE);
      Unit unit = take(parts, Unit.values(), null, "").orElse(Unit.RELU);
      Pooling pooling = take(parts, Pooling.values(), Pooling.NONE, "full").orElse(Pooling.AVERAGE);
      return parts.isEmpty() ? Optional.of(new Style(norm, unit, pooling)) : Optional.empty();
    }

    /** The first of the values that a part names, which is taken away. */
    private static <E extends Enum<E>> Optional<E> take(
        List<String> parts, E[] values, E none, String nameOfNone) {
      return Arrays.stream(values)
          .filter(
              value ->
                  parts.remove(value == none ? nameOfNone : value.name().toLowerCase(Locale.ROOT)))
          .findFirst();
    }
  }

  /** Checks that the numbers make a network. */
  public ConvNet {
    if (image.rank() != 3 || classes < 1 || width < 1 || depth < 1) {
      throw new IllegalArgumentException(
          "no ConvNet has images "
              + image
              + ", "
              + classes
              + " classes, width "
              + width
              + " and depth "
              + depth);
    }
    int smallest = Math.min(image.extent(0), image.extent(1)) + 2 * padding(image, 0) - 2;
    if (style.pooling() != Pooling.NONE && smallest >> depth < 1) {
      throw new IllegalArgumentException(
          "ConvNet of depth "
              + depth
              + " is too deep for images "
              + image
              + ": each block halves them");
    }
  }

  /** The usual one. */
  public ConvNet(Shape image, int classes, int width, int depth) {
    this(image, classes, width, depth, Style.USUAL);
  }

  /** One-channel images of 28 x 28 become 32 x 32 in the first block; else sizes stay. */
  private static int padding(Shape image, int block) {
    return block == 0 && image.equals(Shape.of(28, 28, 1)) ? 3 : 1;
  }

  /** Zeros around the images of a block. */
  public int padding(int block) {
    return padding(image, block);
  }

  /** Its graph, fused. */
  public Network network() {
    return Fusion.fuse(graph());
  }

  /** Its graph. */
  Network graph() {
    Value x = Network.input(image);
    for (int block = 0; block < depth; block++) {
      Value convolved = x.convolution(Convolutions.before(style.norm(), width, 3, padding(block)));
      x = style.pooling().of(style.unit().of(style.norm().of(convolved)));
    }
    return x.classifier(classes);
  }
}
