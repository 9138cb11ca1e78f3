package org.echodc.device.cuda;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.echodc.device.DeviceException;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Devices;
import org.echodc.device.Precision;
import org.echodc.failure.Told;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A GPU that is too old for the kernels. */
class OldGpuTest {

  @AfterEach
  void restore() {
    Simulator.setComputeMajor(8);
  }

  @Test
  void isRefusedWithItsNameAndTheCure() {
    Devices.open(DeviceRequest.simulated(Precision.TF32), reason -> {}).close();
    Simulator.setComputeMajor(7);
    DeviceException e =
        assertThrows(
            DeviceException.class,
            () -> Devices.open(DeviceRequest.simulated(Precision.TF32), reason -> {}));
    for (String part : new String[] {"8.0 or newer", "simulated GPU", "7.6", "DEVICE_UNUSABLE"}) {
      assertTrue(Told.by(e).contains(part), e.getMessage());
    }
  }
}
