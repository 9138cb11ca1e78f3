package org.echodc.device.memory;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.echodc.network.ActivationTypes;
import org.echodc.network.Network;
import org.echodc.network.Parameters;
import org.echodc.network.Pass;
import org.echodc.network.Purpose;
import org.echodc.network.zoo.Architecture;
import org.echodc.operation.Fill;
import org.echodc.operation.Operation;
import org.echodc.operation.mmd.Mmd;
import org.echodc.tensor.Allocator;
import org.echodc.tensor.Outline;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an iteration of deep networks takes, planned without allocating any of it. */
class NetworkMemoryTest {
  private static final int CLASSES = 10;
  private static final int REAL = 128;
  private static final int SYNTHETIC = 40;

  /** The passes of an iteration, from images to the gradient w.r.t. the synthetic ones. */
  private record Passes(Network network, Pass real, Pass synthetic) {

    static Passes of(Network network, Allocator memory) {
      return new Passes(
          network,
          new Pass(network, Purpose.FEATURES, CLASSES * REAL, ActivationTypes.FLOAT32, memory),
          new Pass(
              network,
              Purpose.IMAGE_GRADIENTS,
              CLASSES * SYNTHETIC,
              ActivationTypes.FLOAT32,
              memory));
    }

    private static Tensor byClass(Tensor features) {
      Shape shape = features.shape();
      return features.reshape(Shape.of(CLASSES, shape.extent(0) / CLASSES, shape.extent(1)));
    }

    List<List<Operation>> lists() {
      Parameters parameters = new Parameters(network, Outline::of);
      Operation match =
          Mmd.fused(Mmd.Kernel.GAUSSIAN)
              .gradient(
                  byClass(synthetic.features()),
                  byClass(real.features()),
                  byClass(synthetic.featureGradient()),
                  Optional.empty());
      return List.of(
          Stream.of(
                  List.of(new Fill(real.images(), 0), new Fill(synthetic.images(), 0)),
                  real.forward(parameters),
                  synthetic.forward(parameters),
                  List.of(match),
                  synthetic.backward(parameters))
              .<Operation>flatMap(List::stream)
              .toList());
    }
  }

  @ParameterizedTest
  @CsvSource({"dc-resnet-18, 1450", "resnet-ap-10, 1200", "vgg-11, 700", "convnet, 345"})
  void fitsTheBudget(String name, long megabytes) {
    Network network = Architecture.convNet(128, 3).withName(name).of(Shape.of(32, 32, 3), CLASSES);
    Arena<Passes> arena = new Arena<>(memory -> Passes.of(network, memory), Passes::lists);
    long bytes = arena.bytes();
    assertTrue(bytes <= megabytes * 1_000_000, () -> name + " takes " + bytes + " bytes");
  }
}
