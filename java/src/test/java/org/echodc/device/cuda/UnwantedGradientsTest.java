package org.echodc.device.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.echodc.device.Device;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Devices;
import org.echodc.device.Precision;
import org.echodc.device.memory.TensorScope;
import org.echodc.operation.Operation;
import org.echodc.operation.layer.InstanceNorm;
import org.echodc.operation.layer.Linear;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A gradient that nobody wants costs no launch and no memory, and the others stay what they are.
 */
class UnwantedGradientsTest {
  private static final int BATCH = 3;
  private static final int INPUTS = 5;
  private static final int OUTPUTS = 4;

  /** A device and what an operation on it costs. */
  private record Bench(Device device, TensorScope memory) {

    Tensor normal(long seed, int... extents) {
      Shape shape = Shape.of(extents);
      Random random = new Random(seed);
      float[] values = new float[Math.toIntExact(shape.elements())];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      return memory.upload(values, shape);
    }

    /** Kernels and library calls. */
    long calls(Operation operation) {
      Simulator.resetCounters();
      device.run(operation);
      Simulator.Counters counters = Simulator.Counters.read();
      return counters.kernels() + counters.libraryCalls();
    }

    float[] values(Tensor tensor) {
      float[] values = new float[Math.toIntExact(tensor.shape().elements())];
      device.download(tensor, values);
      return values;
    }

    void assertSame(Tensor expected, Tensor got) {
      assertArrayEquals(values(expected), values(got));
    }
  }

  private static void on(String name, Consumer<Bench> body) {
    try (Device device = Devices.open(DeviceRequest.simulated(name, Precision.FP32), reason -> {});
        TensorScope memory = new TensorScope(device)) {
      body.accept(new Bench(device, memory));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cuda", "cudnn"})
  void ofAFullyConnectedLayer(String name) {
    on(
        name,
        bench -> {
          Linear.Parameters layer =
              new Linear.Parameters(bench.normal(1, INPUTS, OUTPUTS), bench.normal(2, OUTPUTS));
          Tensor src = bench.normal(3, BATCH, INPUTS);
          Tensor dstGradient = bench.normal(4, BATCH, OUTPUTS);
          Tensor both = bench.normal(5, BATCH, INPUTS);
          Tensor alone = bench.normal(6, BATCH, INPUTS);
          Linear.Parameters withBoth =
              new Linear.Parameters(bench.normal(7, INPUTS, OUTPUTS), bench.normal(8, OUTPUTS));
          Linear.Parameters byThemselves =
              new Linear.Parameters(bench.normal(9, INPUTS, OUTPUTS), bench.normal(10, OUTPUTS));

          List<Long> calls =
              List.of(
                  bench.calls(
                      new Linear.Backward(
                          layer, src, dstGradient, Optional.of(both), Optional.of(withBoth))),
                  bench.calls(
                      new Linear.Backward(
                          layer, src, dstGradient, Optional.of(alone), Optional.empty())),
                  bench.calls(
                      new Linear.Backward(
                          layer, src, dstGradient, Optional.empty(), Optional.of(byThemselves))),
                  bench.calls(
                      new Linear.Backward(
                          layer, src, dstGradient, Optional.empty(), Optional.empty())));

          assertEquals(List.of(3L, 1L, 2L, 0L), calls);
          bench.assertSame(both, alone);
          bench.assertSame(withBoth.weight(), byThemselves.weight());
          bench.assertSame(withBoth.bias(), byThemselves.bias());
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"cuda", "cudnn"})
  void ofANormalisation(String name) {
    on(
        name,
        bench -> {
          int channels = 6;
          int[] images = {BATCH, 4, 5, channels};
          InstanceNorm.Affine affine =
              new InstanceNorm.Affine(bench.normal(1, channels), bench.normal(2, channels), true);
          Tensor src = bench.normal(3, images);
          InstanceNorm.Statistics statistics =
              new InstanceNorm.Statistics(
                  bench.normal(4, BATCH, channels), bench.normal(5, BATCH, channels));
          bench.device().run(new InstanceNorm(affine, src, bench.normal(6, images), statistics));
          Tensor dstGradient = bench.normal(7, images);
          Tensor both = bench.normal(8, images);
          Tensor alone = bench.normal(9, images);
          InstanceNorm.Gradients gradients =
              new InstanceNorm.Gradients(bench.normal(10, channels), bench.normal(11, channels));

          long before = bench.device().allocatedBytes();
          long callsAlone =
              bench.calls(
                  new InstanceNorm.Backward(
                      affine, src, statistics, dstGradient, alone, Optional.empty()));
          assertEquals(before, bench.device().allocatedBytes());
          long callsOfBoth =
              bench.calls(
                  new InstanceNorm.Backward(
                      affine, src, statistics, dstGradient, both, Optional.of(gradients)));

          assertEquals(List.of(1L, 3L), List.of(callsAlone, callsOfBoth));
          assertTrue(bench.device().allocatedBytes() > before, "sums of images lie in workspaces");
          bench.assertSame(both, alone);
        });
  }
}
