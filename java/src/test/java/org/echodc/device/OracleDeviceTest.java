package org.echodc.device;

import org.echodc.oracle.OracleDevice;

/** Holds the oracle itself to all that does not come from it. */
class OracleDeviceTest extends ReferenceContract {
  @Override
  Device open() {
    return new OracleDevice();
  }
}
