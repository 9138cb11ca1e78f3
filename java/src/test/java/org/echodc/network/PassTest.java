package org.echodc.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.echodc.device.Device;
import org.echodc.device.Devices;
import org.echodc.network.layer.ConvolutionLayer;
import org.echodc.network.zoo.ConvNet;
import org.echodc.operation.Operation;
import org.echodc.operation.layer.ConvBlock;
import org.echodc.oracle.OracleDevice;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Outline;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What passes compute: gradients of whole networks, types, and the operations themselves. */
class PassTest {
  private static final int BATCH = EvaluatedPass.BATCH;

  static Stream<Network> networks() {
    return Stream.of(
        SmallNetworks.branching(),
        SmallNetworks.unfused(),
        SmallNetworks.normalized(),
        SmallNetworks.varied());
  }

  /** On the oracle, in double precision, so that difference quotients are exact enough. */
  @ParameterizedTest
  @MethodSource("networks")
  void gradientsAreTheDerivatives(Network network) {
    try (EvaluatedPass evaluated =
        new EvaluatedPass(new OracleDevice(), network, Purpose.ALL_GRADIENTS)) {
      evaluated.backward();
      float[] ofImages = evaluated.values(evaluated.pass().imageGradient());
      float[] ofParameters = evaluated.values(evaluated.gradients().flat());
      int layers = ofParameters.length - 5 * (network.features() + 1);
      for (int i = 0; i < 40; i++) {
        int pixel = i * 61 % ofImages.length;
        assertClose(evaluated.slope(evaluated.pass().images(), pixel), ofImages[pixel]);
        int parameter = i * 53 % layers;
        assertClose(
            evaluated.slope(evaluated.parameters().flat(), parameter), ofParameters[parameter]);
      }
    }
  }

  /** A step may cross the kink of a ReLU, of which there are some hundreds. */
  private static void assertClose(double slope, double derivative) {
    assertEquals(slope, derivative, 5e-3 + 1e-2 * Math.abs(slope));
  }

  static Stream<Purpose> backwardPurposes() {
    return Stream.of(Purpose.values()).filter(Purpose::hasBackward);
  }

  /** Whatever else is asked for, a gradient has the same bits. */
  @ParameterizedTest
  @MethodSource("backwardPurposes")
  void gradientsDoNotDependOnWhatElseIsWanted(Purpose purpose) {
    try (Device device = Devices.open("cpu", 2);
        EvaluatedPass all =
            new EvaluatedPass(device, SmallNetworks.branching(), Purpose.ALL_GRADIENTS);
        EvaluatedPass some = new EvaluatedPass(device, SmallNetworks.branching(), purpose)) {
      all.backward();
      some.backward();
      if (purpose.ofImages()) {
        assertArrayEquals(
            all.values(all.pass().imageGradient()), some.values(some.pass().imageGradient()));
      }
      if (purpose.ofParameters()) {
        Shape layers = Shape.of((int) all.gradients().flat().shape().elements() - 5 * 37);
        assertArrayEquals(
            all.values(all.gradients().flat().view(0, layers)),
            some.values(some.gradients().flat().view(0, layers)));
      }
    }
  }

  /** Every rule of fusion at least once, and pooling that drops a row and a column. */
  @Test
  void aFusedNetworkComputesTheSame() {
    Value trunk = Network.input(Shape.of(11, 11, 3)).convolution(6, 3, 1, 1).instanceNorm().relu();
    Value single = trunk.convolution(new ConvolutionLayer(4, 1, 1, 0).withBias());
    Value deep = trunk.convolution(4, 3, 1, 1).instanceNorm().relu().averagePool(2, 2);
    Network plain = deep.add(single.averagePool(2, 2)).classifier(5);
    Network fused = Fusion.fuse(plain);
    assertEquals(plain.nodes().size() - 4, fused.nodes().size());
    try (EvaluatedPass expected =
            new EvaluatedPass(new OracleDevice(), plain, Purpose.ALL_GRADIENTS);
        EvaluatedPass actual =
            new EvaluatedPass(new OracleDevice(), fused, Purpose.ALL_GRADIENTS)) {
      expected.backward();
      actual.backward();
      float tolerance = 1e-5f;
      assertArrayEquals(
          expected.values(expected.pass().features()),
          actual.values(actual.pass().features()),
          tolerance);
      assertArrayEquals(
          expected.values(expected.pass().imageGradient()),
          actual.values(actual.pass().imageGradient()),
          tolerance);
      Shape layers = Shape.of(Math.toIntExact(plain.parameterCount()) - 5 * (plain.features() + 1));
      assertArrayEquals(
          expected.values(expected.gradients().flat().view(0, layers)),
          actual.values(actual.gradients().flat().view(0, layers)),
          tolerance * 10);
    }
  }

  private static List<String> names(List<Operation> operations) {
    return operations.stream().map(Operation::name).toList();
  }

  @Test
  void theLastReaderWritesAGradientAndEarlierOnesAreAdded() {
    Network network = SmallNetworks.branching();
    Pass pass =
        new Pass(network, Purpose.IMAGE_GRADIENTS, BATCH, ActivationTypes.FLOAT32, Outline::of);
    List<String> backward = names(pass.backward(new Parameters(network, Outline::of)));
    assertEquals(
        List.of(
            "convBlockBackward",
            "averagePoolBackward",
            "instanceNormBackward",
            "convolutionBackwardInput",
            "add",
            "convBlockBackward",
            "add",
            "instanceNormBackward",
            "convolutionBackwardInput"),
        backward);
  }

  @Test
  void featuresAloneSaveNothing() {
    Network network = new ConvNet(Shape.of(32, 32, 3), 10, 128, 3).network();
    Parameters parameters = new Parameters(network, Outline::of);
    for (Purpose purpose : Purpose.values()) {
      Pass pass = new Pass(network, purpose, 1, ActivationTypes.FLOAT32, Outline::of);
      for (Operation operation : pass.forward(parameters, 1)) {
        assertEquals(purpose.hasBackward(), ((ConvBlock) operation).saved().isPresent());
      }
    }
  }

  private static List<DataType> types(Network network, ActivationTypes types) {
    List<DataType> found = new ArrayList<>();
    Pass pass = new Pass(network, Purpose.IMAGE_GRADIENTS, 1, types, Outline::of);
    for (Operation operation : pass.forward(new Parameters(network, Outline::of), 1)) {
      ConvBlock block = (ConvBlock) operation;
      found.add(block.src().type());
      found.add(block.saved().orElseThrow().convolution().type());
    }
    found.add(pass.features().type());
    return found;
  }

  @Test
  void activationsAreHalvedWhereTheDeviceSupportsIt() {
    Network network = new ConvNet(Shape.of(32, 32, 3), 10, 128, 3).network();
    DataType full = DataType.FLOAT32;
    DataType half = DataType.BFLOAT16;
    assertEquals(
        List.of(full, half, half, half, half, half, full),
        types(network, ActivationTypes.smallest(network, Purpose.IMAGE_GRADIENTS, op -> true)));
    assertEquals(
        List.of(full, full, full, full, full, full, full),
        types(
            network,
            ActivationTypes.smallest(network, Purpose.IMAGE_GRADIENTS, op -> onlyFloats(op))));
    // a device that cannot do the last block in halves
    assertEquals(
        List.of(full, half, half, half, full, full, full),
        types(
            network,
            ActivationTypes.smallest(
                network,
                Purpose.IMAGE_GRADIENTS,
                op -> onlyFloats(op) || op.tensors().stream().noneMatch(PassTest::isOfLastBlock))));
  }

  private static boolean onlyFloats(Operation operation) {
    return operation.tensors().stream().allMatch(tensor -> tensor.type() == DataType.FLOAT32);
  }

  private static boolean isOfLastBlock(Tensor tensor) {
    return tensor.shape().equals(Shape.of(1, 4, 4, 128));
  }
}
