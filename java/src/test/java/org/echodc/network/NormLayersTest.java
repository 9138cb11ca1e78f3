package org.echodc.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.echodc.device.Device;
import org.echodc.device.Devices;
import org.echodc.device.comparison.Values;
import org.echodc.device.memory.TensorScope;
import org.echodc.operation.Operation;
import org.echodc.operation.RandomKey;
import org.echodc.operation.RandomPurpose;
import org.echodc.operation.layer.BatchNorm;
import org.echodc.tensor.Outline;
import org.echodc.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers of normalisations in networks: parameters, state, and what each purpose does with it. */
class NormLayersTest {
  private static final Shape PHOTO = Shape.of(32, 32, 3);
  private static final int BATCH = 4;

  private static Value convolved() {
    return Network.input(PHOTO).convolution(8, 3, 1, 1);
  }

  private static long countBesides(Network network) {
    return network.parameterCount() - convolved().classifier(2).parameterCount();
  }

  /** A scale and a shift for each channel, for layer normalisation for each element. */
  @Test
  void parametersAndState() {
    assertEquals(2 * 8, countBesides(convolved().groupNorm(4).classifier(2)));
    assertEquals(2 * 32 * 32 * 8, countBesides(convolved().layerNorm().classifier(2)));
    Network batch = convolved().batchNorm().classifier(2);
    assertEquals(2 * 8, countBesides(batch));
    assertEquals(2 * 8, batch.stateCount());
    assertEquals(0, convolved().layerNorm().classifier(2).stateCount());
    assertEquals(
        List.of(
            Parameter.constant("runningMean", Shape.of(8), 0),
            Parameter.constant("runningVariance", Shape.of(8), 1)),
        batch.state().get(1));
    assertEquals(
        Shape.of((int) batch.parameterCount()),
        Parameters.ofGradients(batch, Outline::of).withState().shape());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -2, 3, 16})
  void groupsThatTheChannelsCannotBeCutIntoAreRefused(int groups) {
    Value value = convolved().groupNorm(groups);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> value.classifier(2));
    assertTrue(e.getMessage().startsWith("groupNorm: groups must be"), e.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void purposesUseStateDifferently(Purpose purpose) {
    Network network = SmallNetworks.normalized();
    Pass pass = new Pass(network, purpose, BATCH, ActivationTypes.FLOAT32, Outline::of);
    Parameters parameters = new Parameters(network, Outline::of);
    List<Operation> norms =
        pass.forward(parameters).stream().filter(op -> op.name().startsWith("batchNorm")).toList();
    assertEquals(2, norms.size());
    for (Operation norm : norms) {
      boolean updates = norm instanceof BatchNorm batch && batch.running().isPresent();
      assertEquals(purpose == Purpose.TESTING, norm instanceof BatchNorm.Inference);
      assertEquals(
          purpose == Purpose.PARAMETER_GRADIENTS || purpose == Purpose.ALL_GRADIENTS, updates);
    }
  }

  /** A network in memory, with random images before it. */
  private static final class Evaluated implements AutoCloseable {
    private final Device device = Devices.open("cpu", 2);
    private final TensorScope memory = new TensorScope(device);
    private final Network network = SmallNetworks.normalized();
    private final Parameters parameters = new Parameters(network, memory);

    Evaluated() {
      RandomKey key = RandomKey.everyStep(1, RandomPurpose.NETWORK_WEIGHTS, memory.counter());
      device.run(parameters.initialize(key));
    }

    /** Features of the first images of a batch of them. */
    float[] features(Purpose purpose, int count) {
      Pass pass = new Pass(network, purpose, BATCH, ActivationTypes.FLOAT32, memory);
      device.upload(Values.normal(1, (int) pass.images().shape().elements()), pass.images());
      pass.forward(parameters, count).forEach(device::run);
      float[] features = new float[BATCH * network.features()];
      device.download(pass.features(), features);
      return Arrays.copyOf(features, count * network.features());
    }

    float[] all() {
      float[] all = new float[(int) parameters.withState().shape().elements()];
      device.download(parameters.withState(), all);
      return all;
    }

    private float[] state() {
      return Arrays.copyOfRange(all(), (int) network.parameterCount(), all().length);
    }

    @Override
    public void close() {
      memory.close();
      device.close();
    }
  }

  @Test
  void stateBeginsAtMeanZeroAndVarianceOneAndOnlyTrainingMovesIt() {
    try (Evaluated evaluated = new Evaluated()) {
      float[] begin = new float[2 * 8 + 2 * 4];
      Arrays.fill(begin, 8, 16, 1);
      Arrays.fill(begin, 20, 24, 1);
      assertArrayEquals(begin, evaluated.state());
      float[] before = evaluated.all();
      for (Purpose purpose : List.of(Purpose.FEATURES, Purpose.IMAGE_GRADIENTS, Purpose.TESTING)) {
        evaluated.features(purpose, BATCH);
        assertArrayEquals(before, evaluated.all(), purpose.name());
      }
      evaluated.features(Purpose.PARAMETER_GRADIENTS, BATCH);
      float[] after = evaluated.all();
      int trained = (int) evaluated.network.parameterCount();
      assertArrayEquals(Arrays.copyOf(before, trained), Arrays.copyOf(after, trained));
      for (int i = trained; i < after.length; i++) {
        assertTrue(before[i] != after[i], "state " + (i - trained));
      }
    }
  }

  @Test
  void anImageIsTestedAloneAsAmongOthers() {
    try (Evaluated evaluated = new Evaluated()) {
      evaluated.features(Purpose.PARAMETER_GRADIENTS, BATCH);
      float[] alone = evaluated.features(Purpose.TESTING, 1);
      float[] among = evaluated.features(Purpose.TESTING, BATCH);
      assertArrayEquals(alone, Arrays.copyOf(among, alone.length));
      float[] ofBatch = evaluated.features(Purpose.FEATURES, BATCH);
      assertFalse(Arrays.equals(alone, Arrays.copyOf(ofBatch, alone.length)));
    }
  }
}
