package org.echodc.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.echodc.data.ImageDataset;
import org.echodc.data.RandomDataset;
import org.echodc.device.Device;
import org.echodc.device.Devices;
import org.echodc.device.memory.TensorScope;
import org.echodc.network.Network;
import org.echodc.network.SmallNetworks;
import org.echodc.network.zoo.Architecture;
import org.echodc.operation.image.AugmentationPolicy;
import org.echodc.tensor.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Training and testing a network whose layers keep running statistics. */
class BatchNormTrainingTest {
  private static final long SEED = 7;
  private static final float RATE = 0.01f;

  private final Device device = Devices.open("cpu", 2);
  private final ImageDataset dataset = RandomDataset.of(5, 5, Shape.of(12, 12, 3));

  @AfterEach
  void closeDevice() {
    device.close();
  }

  private static EvaluationConfig config(int batch) {
    return new EvaluationConfig(
        Architecture.convNet(8, 1), // of no account: a trainer is given its network
        EvaluationConfig.Training.of(2, RATE).withBatch(batch),
        AugmentationPolicy.parse("flip"),
        0.5f,
        1,
        SEED);
  }

  private Trainer trainer(TensorScope memory, Network network, int batch) {
    return new Trainer(
        memory,
        network,
        dataset.normalization(),
        config(batch),
        TrainingImages.of(memory, dataset.train()));
  }

  @Test
  void aTrainingThatGoesOnHasTheSameBits() {
    Network network = SmallNetworks.normalized();
    TrainingState middle;
    TrainingState end;
    try (TensorScope memory = new TensorScope(device)) {
      Trainer trainer = trainer(memory, network, 8);
      trainer.start(SEED);
      trainer.epoch(SEED, RATE);
      middle = trainer.state(1);
      trainer.epoch(SEED, RATE);
      end = trainer.state(2);
    }
    try (TensorScope memory = new TensorScope(device)) {
      Trainer trainer = trainer(memory, network, 8);
      trainer.start(SEED);
      trainer.restore(middle);
      trainer.epoch(SEED, RATE);
      assertArrayEquals(end.parameters(), trainer.state(2).parameters());
      assertArrayEquals(end.velocity(), trainer.state(2).velocity());
    }
    assertEquals(network.parameterCount(), end.velocity().length);
    assertEquals(network.parameterCount() + network.stateCount(), end.parameters().length);
    int trained = end.velocity().length;
    assertFalse(
        Arrays.equals(
            Arrays.copyOfRange(middle.parameters(), trained, middle.parameters().length),
            Arrays.copyOfRange(end.parameters(), trained, end.parameters().length)),
        "running statistics stand still");
  }

  @Test
  void aStateWithoutRunningStatisticsIsRefused() {
    Network network = SmallNetworks.normalized();
    int parameters = (int) network.parameterCount();
    try (TensorScope memory = new TensorScope(device)) {
      Trainer trainer = trainer(memory, network, 8);
      TrainingState plain = new TrainingState(1, new float[parameters], new float[parameters]);
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> trainer.restore(plain));
      assertTrue(e.getMessage().contains(parameters + " parameters"), e.getMessage());
    }
    assertThrows(
        IllegalArgumentException.class, () -> new TrainingState(1, new float[2], new float[3]));
  }

  /** Running statistics decide the predictions: spoilt, they leave none that is right. */
  @Test
  void testingReadsTheRunningStatistics() {
    Network network = SmallNetworks.normalized();
    try (TensorScope memory = new TensorScope(device)) {
      Trainer trainer = trainer(memory, network, 8);
      trainer.start(SEED);
      trainer.epoch(SEED, RATE);
      TestSet test = new TestSet(memory, network, dataset.normalization(), dataset.train());
      double honest = test.accuracy(trainer.network());
      assertEquals(honest, test.accuracy(trainer.network()));
      TrainingState state = trainer.state(1);
      float[] spoilt = state.parameters().clone();
      Arrays.fill(spoilt, state.velocity().length, spoilt.length, Float.NaN);
      trainer.restore(new TrainingState(1, spoilt, state.velocity()));
      assertEquals(0, test.accuracy(trainer.network()));
      assertTrue(honest > 0);
    }
  }

  /** 25 images in batches of 8 leave one, of which a channel at the end has a single pixel. */
  @Test
  void aLastBatchOfOnePixelIsRefusedBeforeTheWork() {
    Network network =
        Network.input(Shape.of(12, 12, 3))
            .convolution(4, 3, 1, 1)
            .maxPool(12, 12, 0)
            .batchNorm()
            .classifier(5);
    try (TensorScope memory = new TensorScope(device)) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> trainer(memory, network, 8));
      assertTrue(
          e.getMessage()
              .matches(
                  "batchNorm: src .*two or more pixels.*the last batch of 25 images has 1 of them.*"),
          e.getMessage());
      trainer(memory, network, 5);
    }
  }
}
