package org.echodc.device;

import org.echodc.device.comparison.OperationBench;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests of one open device. */
abstract class DeviceTests {
  private Device device;
  private OperationBench bench;

  /** Opens the device under test. */
  abstract Device open();

  @BeforeEach
  void openDevice() {
    device = open();
    bench = new OperationBench(device);
  }

  @AfterEach
  void closeDevice() {
    bench.close();
    device.close();
  }

  Device device() {
    return device;
  }

  OperationBench bench() {
    return bench;
  }
}
