package org.echodc.network.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.echodc.network.Network;
import org.echodc.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The networks have the field's numbers of parameters and multiply-adds, counted from their
 * programs; where normalisation subtracts a bias again, ours leave it out, and the counts here are
 * less by that. Pooling before 1x1 convolutions spares ResNetAP and DenseNet some of the
 * multiply-adds.
 */
class NetworksTest {
  private static final Shape CIFAR = Shape.of(32, 32, 3);

  private static Network network(String name, int side, int channels, int classes) {
    return Architecture.convNet(128, 3).withName(name).of(Shape.of(side, side, channels), classes);
  }

  @ParameterizedTest
  @CsvSource({
    "convnet, 32, 3, 10, 319626, 50.7, 2048", // 320,010 with 3 biases of 128
    "convnet, 28, 1, 10, 317322, 48.4, 2048",
    "convnet, 32, 3, 100, 504036, 50.9, 2048",
    "convnet-plain, 32, 3, 10, 319242, 50.7, 2048", // no scale, no shift
    "convnet-group, 32, 3, 10, 320010, 50.7, 2048",
    "mlp, 32, 3, 10, 411146, 0.4, 128",
    "lenet, 32, 3, 10, 62006, 0.65, 84",
    "alexnet, 32, 3, 10, 1872202, 245, 3072",
    "vgg-11, 32, 3, 10, 9228362, 152.8, 512", // 9,231,114 with biases
    "resnet-10, 32, 3, 10, 4903242, 253.4, 512",
    "cifar-resnet-10, 32, 3, 10, 1228970, 63.8, 256",
    "cifar-resnet-18, 32, 3, 10, 2797610, 139.3, 256",
    "resnet-10, 224, 3, 10, 4910922, 889, 512",
    "resnet-18, 224, 3, 100, 11227812, 1814, 512",
    "resnet-ap-10, 224, 3, 10, 4910922, 1763, 512", // 1,821 in the program
    "resnet-ap-10, 224, 3, 100, 4957092, 1763, 512",
    "resnet-ap-10, 128, 3, 10, 4903242, 1714, 512",
    "cifar-resnet-ap-10, 32, 3, 10, 1228970, 106, 256",
    "dc-resnet-18, 32, 3, 10, 11173962, 555, 512",
    "dc-resnet-18-bn, 32, 3, 10, 11173962, 555, 512",
    "densenet, 32, 3, 10, 1000618, 114.7, 384" // 125.3 in the program
  })
  void haveThePublishedCounts(
      String name,
      int side,
      int channels,
      int classes,
      long parameters,
      double macs,
      int features) {
    Network network = network(name, side, channels, classes);
    assertEquals(parameters, network.parameterCount());
    assertEquals(macs, network.forwardFlops() / 2e6, Math.max(0.005 * macs, 0.02));
    assertEquals(features, network.features());
  }

  @ParameterizedTest
  @MethodSource("org.echodc.network.zoo.Networks#names")
  void readImagesOf32Pixels(String name) {
    assertTrue(Networks.has(name));
    assertTrue(network(name, 32, 3, 10).features() > 0);
  }

  /** DenseNet's program has whole maps of 4x4 pixels at the end, which 28 pixels do not leave. */
  static Stream<String> namesForDigits() {
    return Networks.names().stream().filter(name -> !name.equals("densenet"));
  }

  @ParameterizedTest
  @MethodSource("namesForDigits")
  void readImagesOf28PixelsInGray(String name) {
    assertTrue(network(name, 28, 1, 10).features() > 0);
  }

  @ParameterizedTest
  @CsvSource({
    "convnet-batch, true",
    "convnet-layer-swish-full, true",
    "convnet-max-sigmoid-group, true",
    "convnet-plain-leaky, true",
    "convnet-batch-layer, false",
    "convnet-, false",
    "convnet-fast, false",
    "resnet-11, false",
    "vgg, false"
  })
  void areNamedByWhatDiffersFromTheUsual(String name, boolean exists) {
    assertEquals(exists, Networks.has(name));
    if (exists) {
      assertTrue(network(name, 32, 3, 10).parameterCount() > 100_000);
    }
  }

  @Test
  void thatAreTooDeepForTheImagesAreRefused() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> network("vgg-11", 16, 3, 10));
    assertTrue(
        e.getMessage().startsWith("vgg-11 cannot read images [16, 16, 3]: "), e.getMessage());
    assertEquals(CIFAR, network("vgg-11", 32, 3, 10).image());
  }
}
