package org.echodc.device.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.echodc.device.Device;
import org.echodc.device.DeviceException;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Devices;
import org.echodc.device.Precision;
import org.echodc.device.memory.TensorScope;
import org.echodc.operation.Fill;
import org.echodc.operation.layer.ConvBlock;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An operation that keeps its contract and that this device has no way to run. */
class MissingWayTest {
  private final Device device = Devices.open(DeviceRequest.simulated(Precision.FP32), reason -> {});
  private final TensorScope memory = new TensorScope(device);

  @AfterEach
  void close() {
    memory.close();
    device.close();
  }

  /** A result in BFLOAT16, which is a type of precision BF16 alone. */
  private ConvBlock block() {
    ConvBlock.Parameters parameters =
        new ConvBlock.Parameters(memory.floats(3, 3, 2, 7), memory.floats(7), memory.floats(7), 1);
    return new ConvBlock(
        parameters,
        memory.floats(5, 8, 8, 2),
        memory.allocate(DataType.BFLOAT16, Shape.of(5, 4, 4, 7)),
        Optional.empty());
  }

  private static void checkMessage(DeviceException e) {
    for (String part : new String[] {"device cuda", "ConvBlock", "[5, 8, 8, 2]", "BFLOAT16"}) {
      assertTrue(e.getMessage().contains(part), e.getMessage());
    }
  }

  @Test
  void isNamedWithItsShapesAndTheDevice() {
    ConvBlock block = block();
    assertFalse(device.supports(block));
    checkMessage(assertThrows(DeviceException.class, () -> device.run(block)));
  }

  @Test
  void isFoundBeforeAnythingIsRecordedOrIssued() {
    Tensor first = memory.floats(1);
    ConvBlock block = block();
    Simulator.resetCounters();
    checkMessage(
        assertThrows(
            DeviceException.class, () -> device.record(List.of(new Fill(first, 1), block))));
    assertEquals(0, Simulator.Counters.read().kernels());
  }
}
