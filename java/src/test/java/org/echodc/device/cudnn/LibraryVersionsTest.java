package org.echodc.device.cudnn;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.echodc.device.Device;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Devices;
import org.echodc.device.Precision;
import org.junit.jupiter.api.Test;

/** A run says which libraries computed it. */
class LibraryVersionsTest {

  @Test
  void areAmongThoseOfTheDevice() {
    try (Device device =
        Devices.open(DeviceRequest.simulated("cudnn", Precision.FP32), reason -> {})) {
      Map<String, String> versions = device.info().versions();
      for (String library : new String[] {"cuDNN", "cuBLAS"}) {
        assertTrue(
            versions.getOrDefault(library, "").matches("\\d+\\.\\d+\\.\\d+"), versions::toString);
      }
    }
  }
}
