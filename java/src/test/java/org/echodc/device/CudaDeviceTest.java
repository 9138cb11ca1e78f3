package org.echodc.device;

/** The contract on the hand-written kernels in float32, under the simulated driver. */
class CudaDeviceTest extends DeviceContract {
  @Override
  Device open() {
    return Devices.open(DeviceRequest.simulated(Precision.FP32), reason -> {});
  }
}
