package org.echodc.device.cudnn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.echodc.device.Device;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Devices;
import org.echodc.device.Precision;
import org.echodc.device.cuda.Simulator;
import org.echodc.device.memory.TensorScope;
import org.echodc.operation.layer.ConvBlock;
import org.echodc.operation.layer.Linear;
import org.echodc.operation.layer.MixedLabels;
import org.echodc.operation.layer.SoftmaxCrossEntropy;
import org.echodc.operation.mmd.Mmd;
import org.echodc.operation.mmd.MmdGradient;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the libraries are asked, by the counters of their stand-ins. */
class SteadyStateTest {
  private static final int PASSES = 3;

  private final Device device =
      Devices.open(DeviceRequest.simulated("cudnn", Precision.TF32), reason -> {});
  private final TensorScope memory = new TensorScope(device);

  @BeforeEach
  void onlyCount() {
    Simulator.execute(false);
  }

  @AfterEach
  void close() {
    Simulator.execute(true);
    memory.close();
    device.close();
  }

  /** A block there and back with all gradients: one convolution for each pass. */
  private Runnable block(int images) {
    ConvBlock.Parameters block =
        new ConvBlock.Parameters(memory.floats(3, 3, 4, 8), memory.floats(8), memory.floats(8), 1);
    Tensor src = memory.floats(images, 8, 8, 4);
    Tensor dst = memory.floats(images, 4, 4, 8);
    ConvBlock.Saved saved =
        new ConvBlock.Saved(
            memory.floats(images, 8, 8, 8), memory.floats(images, 8), memory.floats(images, 8));
    ConvBlock.Gradients gradients =
        ConvBlock.Gradients.ofBoth(
            memory.floats(src.shape()),
            new ConvBlock.ParameterGradients(
                src, memory.floats(3, 3, 4, 8), memory.floats(8), memory.floats(8)));
    return () -> {
      device.run(new ConvBlock(block, src, dst, Optional.of(saved)));
      device.run(new ConvBlock.Backward(block, saved, dst, gradients));
    };
  }

  private static Simulator.Counters count(Runnable operations) {
    Simulator.resetCounters();
    operations.run();
    return Simulator.Counters.read();
  }

  @Test
  void anAlgorithmIsSearchedOnceForEachShape() {
    Runnable small = block(2);
    Runnable large = block(3);
    assertEquals(List.of(3L, 0L, 3L, 0L, 0L), searches(small, small, large, small, large));
  }

  private static List<Long> searches(Runnable... operations) {
    return Stream.of(operations).map(once -> count(once).algorithmSearches()).toList();
  }

  /** Convolutions and poolings there and back; filters to the library twice and back once. */
  @Test
  void aBlockIsTheseCalls() {
    Simulator.Counters counters = count(block(2));
    assertEquals(3 + 2 + 3, counters.libraryCalls());
    assertEquals(3, counters.tensorCoreCalls());
  }

  @Test
  void nothingIsAllocatedOrSearchedOrCopiedWhereShapesAreKnown() {
    Linear.Parameters layer = new Linear.Parameters(memory.floats(16, 10), memory.floats(10));
    Linear.Parameters gradients = new Linear.Parameters(memory.floats(16, 10), memory.floats(10));
    Tensor src = memory.floats(4, 16);
    Tensor srcGradient = memory.floats(4, 16);
    Tensor logits = memory.floats(4, 10);
    Tensor labels = memory.upload(new int[] {1, 2, 3, 4});
    MixedLabels mixed =
        new MixedLabels(labels, labels, memory.upload(new float[] {1}, Shape.of(1)));
    Tensor loss = memory.floats(1);
    Tensor gradient = memory.floats(4, 10);
    Tensor synthetic = memory.floats(2, 5, 16);
    Tensor real = memory.floats(2, 7, 16);
    Tensor syntheticGradient = memory.floats(2, 5, 16);
    Mmd unfused = Mmd.unfused(Mmd.Kernel.GAUSSIAN);
    Runnable block = block(2);
    Runnable all =
        () -> {
          block.run();
          device.run(new Linear(layer, src, logits));
          device.run(new SoftmaxCrossEntropy(logits, mixed, loss, gradient));
          device.run(
              new Linear.Backward(
                  layer, src, gradient, Optional.of(srcGradient), Optional.of(gradients)));
          device.run(
              new MmdGradient(unfused, synthetic, real, syntheticGradient, Optional.empty()));
        };
    Simulator.Counters first = count(all);
    Simulator.Counters later =
        count(() -> Stream.generate(() -> all).limit(PASSES).forEach(Runnable::run));

    assertTrue(first.allocations() > 0 && first.algorithmSearches() > 0, first::toString);
    assertEquals(PASSES * first.libraryCalls(), later.libraryCalls());
    assertEquals(
        List.of(0L, 0L, 0L, 0L, 0L),
        List.of(
            later.allocations(),
            later.frees(),
            later.algorithmSearches(),
            later.hostCopies(),
            later.synchronizations()));
  }
}
