package org.echodc.device;

/** The contract on NVIDIA's libraries in float32, under their simulated stand-ins. */
class CudnnDeviceTest extends DeviceContract {
  @Override
  Device open() {
    return Devices.open(DeviceRequest.simulated("cudnn", Precision.FP32), reason -> {});
  }
}
