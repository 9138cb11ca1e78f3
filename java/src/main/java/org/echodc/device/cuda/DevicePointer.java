package org.echodc.device.cuda;

import jcuda.driver.CUdeviceptr;

/** Between JCuda's pointers, which hide their address, and addresses as numbers. */
final class DevicePointer extends CUdeviceptr {

  /** The address that the driver wrote here. */
  long address() {
    return getNativePointer();
  }

  /** A pointer to an address. */
  static CUdeviceptr to(long address) {
    return new CUdeviceptr().withByteOffset(address);
  }
}
