package org.echodc.device.cuda.driver;

import jcuda.driver.CUdeviceptr;

/** Between JCuda's pointers, which hide their address, and addresses as numbers. */
public final class DevicePointer extends CUdeviceptr {

  /** The address that the driver wrote here. */
  long address() {
    return getNativePointer();
  }

  /** A pointer to an address. */
  public static CUdeviceptr to(long address) {
    return new CUdeviceptr().withByteOffset(address);
  }
}
