package org.echodc.condense;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.echodc.network.Network;
import org.echodc.network.zoo.Architecture;
import org.echodc.tensor.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an iteration of deep networks takes, planned without allocating any of it. */
class PassesTest {
  @ParameterizedTest
  @CsvSource({"dc-resnet-18, 1450", "resnet-ap-10, 1200", "vgg-11, 700", "convnet, 345"})
  void fitTheBudget(String name, long megabytes) {
    Network network = Architecture.convNet(128, 3).withName(name).of(Shape.of(32, 32, 3), 10);
    long bytes = Passes.plannedBytes(network, new Passes.Batch(10, 128, 40));
    assertTrue(bytes <= megabytes * 1_000_000, () -> name + " takes " + bytes + " bytes");
    assertTrue(bytes > megabytes * 900_000, () -> name + " takes only " + bytes + " bytes");
  }
}
