package org.echodc.device.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.echodc.device.DeviceException;
import org.echodc.device.Precision;
import org.echodc.operation.RandomKey;
import org.echodc.operation.RandomPurpose;
import org.echodc.operation.layer.AveragePool;
import org.echodc.operation.training.InitialSegment;
import org.echodc.operation.training.Initialize;
import org.echodc.operation.training.UniformSegment;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A call that the native side does not expect is an error that says where; nothing is computed. */
class NativeCallTest {
  private CpuDevice device;
  private long context;
  private NativeCall call;
  private AveragePool pooling;

  @BeforeEach
  void open() {
    device = new CpuDevice(1, Precision.FP32);
    context = CpuLibrary.createContext(1, false);
    call = new NativeCall(context, device);
    pooling = new AveragePool(AveragePool.Window.HALVING, floats(1, 2, 2, 1), floats(1, 1, 1, 1));
    device.upload(new float[] {1, 2, 3, 4}, pooling.src());
    device.upload(new float[1], pooling.dst());
  }

  private Tensor floats(int... extents) {
    return device.allocate(DataType.FLOAT32, Shape.of(extents));
  }

  @AfterEach
  void close() {
    pooling.src().close();
    pooling.dst().close();
    CpuLibrary.destroyContext(context);
    device.close();
  }

  private void assertRefused(String message, BiConsumer<AveragePool, NativeCall> arguments) {
    Consumer<AveragePool> way = call.to("averagePool", arguments);
    DeviceException error = assertThrows(DeviceException.class, () -> way.accept(pooling));
    assertEquals("averagePool: argument " + message, error.getMessage());
    assertEquals(0, result());
  }

  private float result() {
    float[] values = new float[1];
    device.download(pooling.dst(), values);
    return values[0];
  }

  @Test
  void aCallThatDiffersIsRefused() {
    assertRefused(
        "5 (src) must be floats to read, not floats to write",
        (op, c) -> c.images(op.src()).out(op.dst()).in(op.src()));
    assertRefused(
        "1 (src) must be a whole number, not a float", (op, c) -> c.number(1).in(op.src()));
    assertRefused("6 (dst) is missing: the call has 5", (op, c) -> c.images(op.src()).in(op.src()));
    assertRefused(
        "7, a list of floats, is one too many: the operation takes 6",
        (op, c) -> c.images(op.src()).in(op.src()).out(op.dst()).numbers(List.of(1f)));
  }

  @Test
  void aRefusedCallLeavesNothingToTheNext() {
    assertRefused("6 (dst) is missing: the call has 5", (op, c) -> c.images(op.src()).in(op.src()));
    call.<AveragePool>to("averagePool", (op, c) -> c.images(op.src()).in(op.src()).out(op.dst()))
        .accept(pooling);
    assertEquals(2.5f, result());
  }

  @Test
  void anOperationThatIsNotThereIsNamed() {
    DeviceException error =
        assertThrows(DeviceException.class, () -> call.to("averagePol", (op, c) -> {}));
    assertEquals("averagePol: there is no native operation of this name", error.getMessage());
  }

  /** More arguments than the buffer has room for at first. */
  @Test
  void longListsArrive() {
    int count = 1000;
    try (Tensor step = device.allocate(DataType.INT32, Shape.of(1));
        Tensor dst = floats(count)) {
      device.upload(new int[1], step);
      List<InitialSegment> segments =
          IntStream.range(0, count)
              .<InitialSegment>mapToObj(i -> new UniformSegment(1, i, i))
              .toList();
      device.run(
          new Initialize(RandomKey.everyStep(1, RandomPurpose.values()[0], step), segments, dst));
      float[] values = new float[count];
      device.download(dst, values);
      float[] expected = new float[count];
      for (int i = 0; i < count; i++) {
        expected[i] = i;
      }
      assertArrayEquals(expected, values);
    }
  }
}
