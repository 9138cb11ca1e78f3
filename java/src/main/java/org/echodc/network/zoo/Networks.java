package org.echodc.network.zoo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.echodc.network.Fusion;
import org.echodc.network.Network;
import org.echodc.tensor.Shape;
import org.echodc.text.Text;

/** The networks of the field, by name. */
public final class Networks {
  /** Name of the ConvNet of dataset condensation, and the first part of its variants' names. */
  public static final String CONVNET = "convnet";

  private static final Map<String, BiFunction<Shape, Integer, Network>> FIXED =
      new LinkedHashMap<>();

  static {
    FIXED.put("mlp", (image, classes) -> new Mlp(image, classes).network());
    FIXED.put("lenet", (image, classes) -> new LeNet(image, classes).network());
    for (Norm norm : new Norm[] {Norm.NONE, Norm.BATCH}) {
      FIXED.put(
          "alexnet" + suffix(norm),
          (image, classes) -> new AlexNet(image, classes, norm).network());
    }
    for (Norm norm : new Norm[] {Norm.INSTANCE, Norm.BATCH}) {
      String suffix = suffix(norm);
      for (int depth : new int[] {11, 13, 16, 19}) {
        FIXED.put(
            "vgg-" + depth + suffix,
            (image, classes) -> new Vgg(image, classes, depth, norm).network());
      }
      addResNets("resnet-", ResNet.Form.STRIDES, norm, 10, 18, 34, 50);
      addResNets("resnet-ap-", ResNet.Form.POOLS, norm, 10, 18, 34, 50);
      addResNets("cifar-resnet-", ResNet.Form.CIFAR, norm, 10, 18);
      addResNets("cifar-resnet-ap-", ResNet.Form.CIFAR_POOLS, norm, 10, 18);
      for (boolean pools : new boolean[] {false, true}) {
        FIXED.put(
            (pools ? "dc-resnet-ap-18" : "dc-resnet-18") + suffix,
            (image, classes) -> new CondensationResNet(image, classes, norm, pools).network());
      }
    }
    FIXED.put("densenet", (image, classes) -> new DenseNet(image, classes).network());
  }

  private Networks() {}

  private static void addResNets(String prefix, ResNet.Form form, Norm norm, int... depths) {
    for (int depth : depths) {
      FIXED.put(
          prefix + depth + suffix(norm),
          (image, classes) -> new ResNet(image, classes, depth, form, norm).network());
    }
  }

  private static String suffix(Norm norm) {
    return norm == Norm.BATCH ? "-bn" : "";
  }

  /** All names, but for the variants of {@value #CONVNET}. */
  public static List<String> names() {
    List<String> names = new ArrayList<>(FIXED.keySet());
    names.add(0, CONVNET);
    return List.copyOf(names);
  }

  /** Whether there is a network of a name. */
  public static boolean has(String name) {
    return FIXED.containsKey(name) || ConvNet.Style.of(name).isPresent();
  }

  /** See {@link Architecture#of}; fused. */
  static Network of(Architecture architecture, Shape image, int classes) {
    String name = architecture.name();
    try {
      BiFunction<Shape, Integer, Network> fixed = FIXED.get(name);
      return Fusion.fuse(
          fixed != null
              ? fixed.apply(image, classes)
              : convNet(architecture, image, classes).graph());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          Text.format(
              "%s cannot read images %s: %s", architecture.description(), image, e.getMessage()),
          e);
    }
  }

  private static ConvNet convNet(Architecture architecture, Shape image, int classes) {
    ConvNet.Style style =
        ConvNet.Style.of(architecture.name())
            .orElseThrow(() -> new IllegalArgumentException("there is no such network"));
    return new ConvNet(image, classes, architecture.width(), architecture.depth(), style);
  }
}
