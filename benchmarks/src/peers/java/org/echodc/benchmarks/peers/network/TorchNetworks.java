package org.echodc.benchmarks.peers.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.echodc.network.zoo.Architecture;

/** The networks by the engine's names. */
public final class TorchNetworks {
  private static final Pattern CONVNET = Pattern.compile("convnet((-[a-z]+)*)");
  private static final Pattern FIXED =
      Pattern.compile(
          "(mlp|lenet|alexnet|vgg|densenet|resnet|cifar-resnet|dc-resnet)(-ap)?(?:-(\\d+))?(-bn)?");

  private TorchNetworks() {}

  /**
   * The architecture of a name.
   *
   * @throws IllegalArgumentException if none was written
   */
  public static TorchArchitecture of(Architecture named) {
    Matcher convNet = CONVNET.matcher(named.name());
    if (convNet.matches()) {
      return convNet(named, convNet.group(1));
    }
    Matcher fixed = FIXED.matcher(named.name());
    if (!fixed.matches()) {
      throw new IllegalArgumentException("PyTorch's side has no network " + named.name());
    }
    boolean pools = fixed.group(2) != null;
    int depth = fixed.group(3) == null ? 0 : Integer.parseInt(fixed.group(3));
    boolean batch = fixed.group(4) != null;
    TorchNorm norm = batch ? TorchNorm.BATCH : TorchNorm.INSTANCE;
    return switch (fixed.group(1)) {
      case "mlp" -> new TorchMlp();
      case "lenet" -> new TorchLeNet();
      case "alexnet" -> new TorchAlexNet(batch ? TorchNorm.BATCH : TorchNorm.NONE);
      case "vgg" -> new TorchVgg(depth, norm);
      case "resnet" -> new TorchResNet(depth, 64, pools, norm);
      case "cifar-resnet" -> new TorchResNet(depth, 32, pools, norm);
      case "dc-resnet" -> new TorchCondensationResNet(pools, norm);
      default -> new TorchDenseNet();
    };
  }

  /** A ConvNet, from what its name has behind "convnet". */
  private static TorchArchitecture convNet(Architecture named, String variant) {
    List<String> parts = new ArrayList<>(Arrays.asList(variant.split("-")));
    parts.remove("");
    TorchNorm norm = TorchNorm.INSTANCE;
    TorchConvNet.Unit unit = TorchConvNet.Unit.RELU;
    TorchConvNet.Pooling pooling = TorchConvNet.Pooling.AVERAGE;
    for (String part : parts) {
      switch (part) {
        case "plain" -> norm = TorchNorm.NONE;
        case "batch", "layer", "group" -> norm = TorchNorm.valueOf(part.toUpperCase(Locale.ROOT));
        case "sigmoid", "leaky", "swish" ->
            unit = TorchConvNet.Unit.valueOf(part.toUpperCase(Locale.ROOT));
        case "max" -> pooling = TorchConvNet.Pooling.MAX;
        case "full" -> pooling = TorchConvNet.Pooling.NONE;
        default ->
            throw new IllegalArgumentException("PyTorch's side has no network " + named.name());
      }
    }
    return new TorchConvNet(named.width(), named.depth(), norm, unit, pooling);
  }
}
