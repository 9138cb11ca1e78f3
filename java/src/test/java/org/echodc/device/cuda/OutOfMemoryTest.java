package org.echodc.device.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.echodc.device.Device;
import org.echodc.device.DeviceMemoryException;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Devices;
import org.echodc.device.Precision;
import org.echodc.device.memory.TensorScope;
import org.echodc.failure.Told;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A GPU whose memory runs out. */
class OutOfMemoryTest {
  private static final long USUAL = 8L << 30;

  @AfterEach
  void restore() {
    Simulator.setMemory(USUAL);
  }

  @Test
  void theMessageSaysHowMuchWasAskedAndIsFreeAndWhatToDo() {
    try (Device device = Devices.open(DeviceRequest.simulated(Precision.TF32), reason -> {})) {
      Simulator.setMemory(Simulator.Counters.read().liveBytes() + 5000);
      try (TensorScope memory = new TensorScope(device)) {
        memory.floats(Shape.of(1000));
        DeviceMemoryException e =
            assertThrows(DeviceMemoryException.class, () -> memory.floats(Shape.of(10, 100)));
        for (String part :
            new String[] {
              "FLOAT32 [10, 100]", "4000 bytes asked", "1000 of", "DEVICE_MEMORY_EXHAUSTED"
            }) {
          assertTrue(Told.by(e).contains(part), e.getMessage());
        }
      }
      assertEquals(0, device.allocatedBytes());
      device.allocate(DataType.FLOAT32, Shape.of(1000)).close();
    }
  }
}
