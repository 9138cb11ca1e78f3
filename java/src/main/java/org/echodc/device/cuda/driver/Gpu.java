package org.echodc.device.cuda.driver;

import static jcuda.driver.JCudaDriver.cuDeviceGet;
import static jcuda.driver.JCudaDriver.cuDeviceGetAttribute;
import static jcuda.driver.JCudaDriver.cuDeviceGetCount;
import static jcuda.driver.JCudaDriver.cuDeviceGetName;
import static jcuda.driver.JCudaDriver.cuDriverGetVersion;

import java.nio.charset.StandardCharsets;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import org.echodc.device.DeviceException;
import org.echodc.device.NoGpuException;
import org.echodc.failure.Cause;
import org.echodc.text.Text;

/** The first GPU of the machine, as its driver describes it. */
public final class Gpu {
  /** Tensor cores with TF32 and asynchronous copies. */
  private static final int OLDEST_MAJOR = 8;

  private final CUdevice handle = new CUdevice();

  private Gpu() {}

  /**
   * Asks the driver for it.
   *
   * @param device the name of the device that wants it
   * @throws DeviceException if there is none, or an old one
   */
  static Gpu first(String device) {
    int[] count = new int[1];
    cuDeviceGetCount(count);
    if (count[0] == 0) {
      throw new NoGpuException(
          Text.format("device %s cannot start: the driver finds no GPU", device));
    }
    Gpu gpu = new Gpu();
    cuDeviceGet(gpu.handle, 0);
    if (gpu.computeMajor() < OLDEST_MAJOR) {
      throw new DeviceException(
          Text.format(
              "device %s needs a GPU of compute capability %d.0 or newer, this is %s",
              device, OLDEST_MAJOR, gpu.description()),
          Cause.DEVICE_UNUSABLE);
    }
    return gpu;
  }

  CUdevice handle() {
    return handle;
  }

  /** Its own name and compute capability. */
  public String description() {
    byte[] name = new byte[256];
    cuDeviceGetName(name, name.length, handle);
    return Text.format(
        "%s, compute capability %d.%d",
        new String(name, StandardCharsets.UTF_8).replace("\0", "").strip(),
        computeMajor(),
        attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR));
  }

  /** First number of its compute capability. */
  public int computeMajor() {
    return attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR);
  }

  /** Newest CUDA that the driver can run, such as {@code 12.6}. */
  public String driverVersion() {
    int[] version = new int[1];
    cuDriverGetVersion(version);
    return version[0] / 1000 + "." + version[0] % 1000 / 10;
  }

  private int attribute(int name) {
    int[] value = new int[1];
    cuDeviceGetAttribute(value, name, handle);
    return value[0];
  }
}
