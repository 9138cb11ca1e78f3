package org.echodc.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.echodc.network.layer.AveragePoolLayer;
import org.echodc.network.layer.ConvBlockLayer;
import org.echodc.network.layer.ConvolutionLayer;
import org.echodc.network.layer.GlobalAveragePoolLayer;
import org.echodc.network.layer.InitialWeights;
import org.echodc.network.layer.InstanceNormLayer;
import org.echodc.network.layer.Layer;
import org.echodc.network.layer.MaxPoolLayer;
import org.echodc.network.zoo.ConvNet;
import org.echodc.operation.layer.AveragePool;
import org.echodc.operation.layer.MaxPool;
import org.echodc.operation.training.NormalSegment;
import org.echodc.operation.training.UniformSegment;
import org.echodc.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Graphs: shapes, parameters and fusion, without a device. */
class NetworkTest {
  private static final Shape DIGIT = Shape.of(28, 28, 1);
  private static final Shape PHOTO = Shape.of(32, 32, 3);

  private static List<Shape> shapes(Network network) {
    return Stream.iterate(0, value -> value <= network.nodes().size(), value -> value + 1)
        .map(value -> network.shape(value, 5))
        .toList();
  }

  private static List<Layer> layers(Network network) {
    return network.nodes().stream().map(Node::layer).toList();
  }

  @Test
  void grayImagesOf28PixelsGrowTo32() {
    Network network = new ConvNet(DIGIT, 10, 128, 3).network();
    assertEquals(
        List.of(
            Shape.of(5, 28, 28, 1),
            Shape.of(5, 16, 16, 128),
            Shape.of(5, 8, 8, 128),
            Shape.of(5, 4, 4, 128)),
        shapes(network));
    assertEquals(2048, network.features());
  }

  /** Parameters are those of the published networks less the convolutions' biases, W a block. */
  @ParameterizedTest
  @CsvSource({
    "32, 3, 10, 3, 320010, 101.4e6",
    "28, 1, 10, 3, 317706, 96.7e6",
    "32, 3, 100, 3, 504420, 101.8e6",
    "64, 3, 200, 4, 857160, 425.4e6",
    "128, 3, 10, 5, 615690, 1717.6e6"
  })
  void countsAreThoseOfThePublishedNetworks(
      int side, int channels, int classes, int depth, int parameters, double flops) {
    int width = 128;
    Network network = new ConvNet(Shape.of(side, side, channels), classes, width, depth).network();
    assertEquals(parameters - width * depth, network.parameterCount());
    assertEquals(flops, network.forwardFlops(), 1e-3 * flops);
  }

  @Test
  void parametersComeInTheOrderOfTheNodesAndAreBoundedByTheFanIn() {
    Network network = new ConvNet(PHOTO, 10, 16, 2).network();
    List<Parameter> first = network.parameters().get(0);

    assertEquals(List.of("weight", "scale", "shift"), first.stream().map(Parameter::name).toList());
    assertEquals(Shape.of(3, 3, 3, 16), first.get(0).shape());
    float bound = (float) (1 / Math.sqrt(27));
    assertEquals(new UniformSegment(27 * 16, -bound, bound), first.get(0).initial());
    assertEquals(Parameter.constant("scale", Shape.of(16), 1), first.get(1));
    assertEquals(Parameter.constant("shift", Shape.of(16), 0), first.get(2));
    List<Parameter> classifier = network.parameters().get(2);
    assertEquals(Shape.of(network.features(), 10), classifier.get(0).shape());
    assertEquals(Shape.of(10), classifier.get(1).shape());
  }

  @ParameterizedTest
  @CsvSource({"6, too deep", "0, depth 0"})
  void impossibleDepthsAreRefused(int depth, String part) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new ConvNet(DIGIT, 10, 128, depth));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  @Test
  void aBlockIsFusedWhereEachPartAloneReadsTheOneBefore() {
    Value x = Network.input(PHOTO);
    Network plain = x.convolution(8, 3, 1, 1).instanceNorm().relu().averagePool(2, 2).classifier(2);
    assertEquals(
        List.of(new ConvBlockLayer(new ConvolutionLayer(8, 3, 1, 1))), layers(Fusion.fuse(plain)));
    assertEquals(plain.parameterCount(), Fusion.fuse(plain).parameterCount());
    assertEquals(plain.forwardFlops(), Fusion.fuse(plain).forwardFlops());
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 0", "3, 2, 1", "5, 1, 2"})
  void otherConvolutionsKeepTheirParts(int kernel, int stride, int padding) {
    Network fused =
        Fusion.fuse(
            Network.input(PHOTO)
                .convolution(8, kernel, stride, padding)
                .instanceNorm()
                .relu()
                .averagePool(2, 2)
                .classifier(2));
    assertEquals(
        List.of(
            new ConvolutionLayer(8, kernel, stride, padding),
            new InstanceNormLayer(true),
            new AveragePoolLayer(AveragePool.Window.HALVING)),
        layers(fused));
  }

  @Test
  void averagePoolingComesBeforeAConvolutionOfSinglePixels() {
    Value x = Network.input(PHOTO).convolution(4, 3, 1, 1);
    ConvolutionLayer single = new ConvolutionLayer(8, 1, 1, 0).withBias();
    Value shortcut = x.convolution(single).averagePool(2, 2).instanceNorm();
    Value branch = x.relu().averagePool(2, 2).convolution(8, 3, 1, 1);
    Network plain = branch.add(shortcut).classifier(2);
    Network fused = Fusion.fuse(plain);
    AveragePoolLayer halving = new AveragePoolLayer(AveragePool.Window.HALVING);
    int at = layers(fused).indexOf(single);
    assertEquals(halving, layers(fused).get(at - 1));
    assertEquals(new InstanceNormLayer(false), layers(fused).get(at + 1));
    assertEquals(List.of(1), fused.nodes().get(at - 1).inputs());
    assertEquals(fused.features(), plain.features());
    assertEquals(
        plain.parameters().stream().flatMap(List::stream).toList(),
        fused.parameters().stream().flatMap(List::stream).toList());
    long saved = 2L * 4 * 8 * (32 * 32 - 16 * 16);
    assertEquals(plain.forwardFlops() - saved, fused.forwardFlops());
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1, 2", "1, 2, 0, 2", "3, 1, 0, 2", "1, 1, 0, 1"})
  void poolingStaysWhereItWouldNotSaveOrNotBeTheSame(
      int kernel, int stride, int padding, int poolStride) {
    Network network =
        Network.input(PHOTO)
            .convolution(8, kernel, stride, padding)
            .averagePool(2, poolStride)
            .classifier(2);
    assertEquals(layers(network), layers(Fusion.fuse(network)));
  }

  @Test
  void maxPoolingIsNotMistakenForThatOfABlock() {
    Value normed = Network.input(PHOTO).convolution(8, 3, 1, 1).instanceNorm().relu();
    Network network = Fusion.fuse(normed.maxPool(3, 2, 1).classifier(2));
    assertEquals(
        List.of(
            new ConvolutionLayer(8, 3, 1, 1),
            new InstanceNormLayer(true),
            new MaxPoolLayer(new MaxPool.Window(3, 2, 1))),
        layers(network));
    assertEquals(Shape.of(5, 16, 16, 8), network.shape(3, 5));
    assertThrows(IllegalArgumentException.class, () -> normed.maxPool(33, 2, 0).classifier(2));
  }

  @Test
  void otherAveragePoolingIsNotMistakenForThatOfABlock() {
    Value normed = Network.input(PHOTO).convolution(8, 3, 1, 1).instanceNorm().relu();
    Network network = Fusion.fuse(normed.averagePool(3, 2).globalAveragePool().classifier(2));
    assertEquals(
        List.of(
            new ConvolutionLayer(8, 3, 1, 1),
            new InstanceNormLayer(true),
            new AveragePoolLayer(AveragePool.Window.square(3, 2)),
            new GlobalAveragePoolLayer()),
        layers(network));
    assertEquals(
        List.of(Shape.of(5, 15, 15, 8), Shape.of(5, 1, 1, 8)),
        List.of(network.shape(3, 5), network.shape(4, 5)));
  }

  @Test
  void aConvolutionWithBiasIsNotFused() {
    ConvolutionLayer biased = new ConvolutionLayer(8, 3, 1, 1).withBias();
    Network network =
        Network.input(PHOTO)
            .convolution(biased)
            .instanceNorm()
            .relu()
            .averagePool(2, 2)
            .classifier(2);
    assertEquals(biased, layers(Fusion.fuse(network)).get(0));
    List<Parameter> parameters = network.parameters().get(0);
    assertEquals(List.of("weight", "bias"), parameters.stream().map(Parameter::name).toList());
    assertEquals(Shape.of(8), parameters.get(1).shape());
    float bound = (float) (1 / Math.sqrt(27));
    assertEquals(new UniformSegment(8, -bound, bound), parameters.get(1).initial());
  }

  @Test
  void weightsMayBeNormalByTheFanOut() {
    ConvolutionLayer layer =
        new ConvolutionLayer(8, 5, 1, 1).withInitial(InitialWeights.NORMAL_BY_FAN_OUT).withBias();
    Network network = Network.input(PHOTO).convolution(layer).classifier(2);
    float deviation = (float) Math.sqrt(2.0 / (25 * 8));
    float bound = (float) (1 / Math.sqrt(75));
    assertEquals(
        List.of(new NormalSegment(25 * 3 * 8, 0, deviation), new UniformSegment(8, -bound, bound)),
        network.parameters().get(0).stream().map(Parameter::initial).toList());
  }

  @Test
  void aValueThatIsReadTwiceIsNotFusedAway() {
    Value normed = Network.input(PHOTO).convolution(8, 3, 1, 1).instanceNorm();
    Network network = Fusion.fuse(normed.relu().add(normed).averagePool(2, 2).classifier(2));
    assertEquals(5, network.nodes().size());
    assertEquals(new InstanceNormLayer(false), network.nodes().get(1).layer());
    assertEquals(List.of(3, 2), network.nodes().get(3).inputs());
  }

  @Test
  void branchesAreRenumberedWhereTheyJoin() {
    Value trunk = Network.input(PHOTO).convolution(8, 3, 1, 1);
    Value left = trunk.convolution(4, 3, 1, 1).instanceNorm();
    Value right = trunk.convolution(4, 1, 1, 0).instanceNorm();
    Network network = left.add(right).classifier(3);
    assertEquals(
        List.of(List.of(0), List.of(1), List.of(2), List.of(1), List.of(4), List.of(3, 5)),
        network.nodes().stream().map(Node::inputs).toList());
    assertEquals(List.of(2, 1), List.of(network.readers(1), network.readers(5)));
  }

  @Test
  void linearLayersReadAnImageFlattened() {
    Network network = Network.input(DIGIT).linear(128).relu().linear(64).relu().classifier(10);
    assertEquals(Shape.of(5, 1, 1, 128), network.shape(1, 5));
    assertEquals(784 * 128 + 128 + 128 * 64 + 64 + 64 * 10 + 10, network.parameterCount());
    assertEquals(2 * (784 * 128 + 128 * 64 + 64 * 10), network.forwardFlops());
    List<Parameter> second = network.parameters().get(2);
    float bound = (float) (1 / Math.sqrt(128));
    assertEquals(new UniformSegment(128 * 64, -bound, bound), second.get(0).initial());
    assertEquals(new UniformSegment(64, -bound, bound), second.get(1).initial());
    Value digit = Network.input(DIGIT);
    assertThrows(IllegalArgumentException.class, () -> digit.linear(0));
  }

  @Test
  void newChannelsStandBeforeThoseTheyAreConcatenatedWith() {
    Value trunk = Network.input(PHOTO).convolution(8, 3, 1, 1);
    Network network = trunk.convolution(4, 1, 1, 0).concatenate(trunk).classifier(3);
    assertEquals(List.of(2, 1), network.nodes().get(2).inputs());
    assertEquals(Shape.of(5, 32, 32, 12), network.shape(3, 5));
    assertThrows(
        IllegalArgumentException.class,
        () -> trunk.maxPool(2, 2, 0).concatenate(trunk).classifier(3));
  }

  @Test
  void whatNothingReadsAndWhatDoesNotFitIsRefused() {
    Value one = Network.input(PHOTO).convolution(8, 3, 1, 1);
    Value other = Network.input(PHOTO).convolution(4, 3, 1, 1);
    assertThrows(IllegalArgumentException.class, () -> one.add(other).classifier(2));
    Value digit = Network.input(DIGIT).convolution(8, 3, 1, 1);
    assertThrows(IllegalArgumentException.class, () -> one.add(digit));
  }
}
