package org.echodc.device;

import org.junit.jupiter.api.Nested;

/** All tests of a device. To add a device, extend this and open it. */
abstract class DeviceContract extends ReferenceContract {

  @Nested
  class Operations extends OperationTests {
    @Override
    Device open() {
      return DeviceContract.this.open();
    }
  }
}
