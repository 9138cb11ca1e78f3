package org.echodc.device;

import org.echodc.device.comparison.OperationBench;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests of one open device. */
public abstract class DeviceTests {
  private Device device;
  private OperationBench bench;

  /** Opens the device under test. */
  abstract Device open();

  @BeforeEach
  protected void openDevice() {
    device = open();
    bench = new OperationBench(device);
  }

  @AfterEach
  protected void closeDevice() {
    bench.close();
    device.close();
  }

  protected Device device() {
    return device;
  }

  protected OperationBench bench() {
    return bench;
  }
}
