package org.echodc.device.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.echodc.device.Device;
import org.echodc.device.Devices;
import org.echodc.network.ActivationTypes;
import org.echodc.network.Network;
import org.echodc.network.Parameters;
import org.echodc.network.Pass;
import org.echodc.network.Purpose;
import org.echodc.network.SmallNetworks;
import org.echodc.operation.Fill;
import org.echodc.operation.Operation;
import org.echodc.operation.RandomKey;
import org.echodc.operation.RandomPurpose;
import org.echodc.operation.layer.Add;
import org.echodc.operation.training.Initialize;
import org.echodc.operation.training.UniformSegment;
import org.echodc.tensor.Allocator;
import org.echodc.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Memory by lifetimes: what is alive is never overwritten, and what is dead is used again. */
class ArenaTest {
  private static final int ROW = 64; // floats of an arena's row

  private Device device;
  private TensorScope memory;

  @BeforeEach
  void open() {
    device = Devices.open("cpu", 2);
    memory = new TensorScope(device);
  }

  @AfterEach
  void close() {
    memory.close();
    device.close();
  }

  /** A chain of sums: t[i + 1] = t[i] + t[i], of which two live at any time. */
  private record Chain(List<Tensor> tensors, List<Operation> operations) {
    static Chain of(Allocator inner, int length, Tensor result) {
      List<Tensor> tensors = new ArrayList<>();
      List<Operation> operations = new ArrayList<>();
      tensors.add(inner.floats(ROW));
      operations.add(new Fill(tensors.get(0), 1));
      for (int i = 1; i < length; i++) {
        Tensor last = tensors.get(i - 1);
        tensors.add(inner.floats(ROW));
        operations.add(new Add(last, last, tensors.get(i)));
      }
      Tensor last = tensors.get(length - 1);
      operations.add(new Add(last, last, result));
      return new Chain(tensors, operations);
    }
  }

  @Test
  void aChainTakesTheMemoryOfTwo() {
    Tensor result = memory.floats(ROW);
    long before = device.allocatedBytes();
    Chain chain =
        Arena.place(
            memory, inner -> Chain.of(inner, 10, result), made -> List.of(made.operations()));
    assertEquals(2L * ROW * Float.BYTES, device.allocatedBytes() - before);

    chain.operations().forEach(device::run);
    float[] values = new float[ROW];
    device.download(result, values);
    assertEquals(1024, values[0]);
    assertEquals(1024, values[ROW - 1]);
  }

  @Test
  void listsThatDoNotRunTogetherShareMemoryAndTensorsOfBothKeepTheirs() {
    Tensor result = memory.floats(ROW);
    long before = device.allocatedBytes();
    Arena.place(
        memory,
        inner -> List.of(Chain.of(inner, 3, result), Chain.of(inner, 3, result)),
        chains -> chains.stream().map(Chain::operations).toList());
    assertEquals(2L * ROW * Float.BYTES, device.allocatedBytes() - before);
  }

  @Test
  void readingWhatNothingWroteIsRefused() {
    IllegalStateException refusal =
        assertThrows(
            IllegalStateException.class,
            () ->
                Arena.place(
                    memory,
                    inner -> {
                      Tensor never = inner.floats(3);
                      return List.<Operation>of(new Add(never, never, inner.floats(3)));
                    },
                    List::of));
    assertTrue(refusal.getMessage().contains("add reads FLOAT32 [3]"), refusal.getMessage());
  }

  @Test
  void aProgramThatAsksForOtherTensorsTheSecondTimeIsRefused() {
    int[] size = {3};
    assertThrows(
        IllegalStateException.class,
        () ->
            Arena.place(
                memory,
                inner -> List.<Operation>of(new Fill(inner.floats(size[0]++), 1)),
                List::of));
  }

  @Test
  void whatNoOperationNamesTakesNoMemory() {
    long before = device.allocatedBytes();
    Arena.place(
        memory,
        inner -> {
          inner.floats(1 << 20);
          return List.<Operation>of(new Fill(inner.floats(ROW), 1));
        },
        List::of);
    assertEquals((long) ROW * Float.BYTES, device.allocatedBytes() - before);
  }

  /** Draws images, and takes them forward and all gradients back. */
  private record Work(Pass pass, Parameters gradients, List<Operation> operations) {
    private static final int BATCH = 3;

    static Work of(Allocator inner, Parameters parameters, Tensor step) {
      Network network = SmallNetworks.branching();
      Pass pass = new Pass(network, Purpose.ALL_GRADIENTS, BATCH, ActivationTypes.FLOAT32, inner);
      Parameters gradients = new Parameters(network, inner);
      Tensor images = pass.images();
      List<Operation> operations = new ArrayList<>();
      operations.add(
          new Initialize(
              RandomKey.everyStep(3, RandomPurpose.SYNTHETIC_PIXELS, step),
              List.of(new UniformSegment((int) images.shape().elements(), -1, 1)),
              images));
      operations.addAll(pass.forward(parameters, BATCH));
      operations.add(new Fill(pass.featureGradient(), 0.25f));
      operations.addAll(pass.backward(parameters, gradients, BATCH));
      return new Work(pass, gradients, operations);
    }

    /** With results copied to tensors that stay. */
    Work into(Tensor image, Tensor gradient, Allocator inner) {
      copy(pass.imageGradient(), image, inner);
      copy(gradients.flat().view(0, gradient.shape()), gradient, inner);
      return this;
    }

    private void copy(Tensor src, Tensor dst, Allocator inner) {
      Tensor zero = inner.floats(src.shape());
      operations.add(new Fill(zero, 0));
      operations.add(new Add(src, zero, dst));
    }
  }

  private float[] values(Tensor tensor) {
    float[] values = new float[(int) tensor.shape().elements()];
    device.download(tensor, values);
    return values;
  }

  /**
   * Results are those of tensors that each have memory of their own, although everything is filled
   * with NaN when its life ends.
   */
  @Test
  void deadMemoryIsNeverRead() {
    Network network = SmallNetworks.branching();
    Tensor step = memory.counter();
    Parameters parameters = new Parameters(network, memory);
    device.run(parameters.initialize(RandomKey.everyStep(1, RandomPurpose.NETWORK_WEIGHTS, step)));
    int ofLayers = (int) network.parameterCount() - network.classes() * (network.features() + 1);
    Work apart = Work.of(memory, parameters, step);
    apart.operations().forEach(device::run);

    Tensor image = memory.floats(apart.pass().images().shape());
    Tensor gradient = memory.floats(ofLayers);
    Arena<Work> arena =
        new Arena<>(
            inner -> Work.of(inner, parameters, step).into(image, gradient, inner),
            work -> List.of(work.operations()));
    Work shared = arena.in(memory);
    arena.poisoned(0, shared.operations()).forEach(device::run);

    assertArrayEquals(values(apart.pass().imageGradient()), values(image));
    assertArrayEquals(values(apart.gradients().flat().view(0, gradient.shape())), values(gradient));
    assertTrue(
        arena.bytes() <= 1.06 * arena.leastBytes(),
        arena.bytes() + " bytes for " + arena.leastBytes() + " that live at once");
  }
}
