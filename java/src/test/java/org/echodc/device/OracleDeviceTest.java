package org.echodc.device;

import org.echodc.oracle.OracleDevice;
import org.junit.jupiter.api.Nested;

/** Holds the oracle itself to all that does not come from it. */
class OracleDeviceTest extends ReferenceContract {
  @Override
  Device open() {
    return new OracleDevice();
  }

  @Nested
  class GoldenNetworks extends GoldenNetworkTests {
    @Override
    Device open() {
      return OracleDeviceTest.this.open();
    }

    /** The golden values are rounded to float32, and some are sums that cancel. */
    @Override
    double forwardTolerance() {
      return 1e-6;
    }

    /** As forward, and ten steps of training, of which each moves what the next one reads. */
    @Override
    double backwardTolerance() {
      return 1e-5;
    }
  }
}
