package org.echodc.device;

/**
 * Which device is wanted.
 *
 * @param name one of {@link Devices#names}; {@code auto} takes the fastest device there is
 * @param threads host threads that compute, 1 to {@link Devices#MAX_THREADS}
 * @param simulate whether {@code cuda} or {@code cudnn} runs under the simulated driver, on the CPU
 * @param precision of matrix products on tensor cores; the {@code cpu} device always multiplies in
 *     float32, and with BF16 stores activations so
 */
public record DeviceRequest(String name, int threads, boolean simulate, Precision precision) {

  /** A request for a real device in float32. */
  public static DeviceRequest of(String name, int threads) {
    return new DeviceRequest(name, threads, false, Precision.FP32);
  }

  /** The {@code cuda} device under the simulated driver. */
  public static DeviceRequest simulated(Precision precision) {
    return simulated("cuda", precision);
  }

  /** A device of the GPU under the simulated driver. */
  public static DeviceRequest simulated(String name, Precision precision) {
    return new DeviceRequest(name, 1, true, precision);
  }
}
