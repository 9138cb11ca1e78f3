/**
 * The {@code cuda} device: the kernels of {@code native/kernels}, launched through the CUDA driver
 * API by JCuda. One class per {@code .cu} file owns its grids, blocks and shared memory.
 *
 * <p>To add a kernel, write {@code native/kernels/NAME.cu}, a launcher class here that loads it as
 * a {@link org.echodc.device.cuda.driver.KernelModule} and takes operations, and its line in {@link
 * org.echodc.device.cuda.KernelWays}; CMake finds the file by itself.
 *
 * <p>Another device of a GPU adds its ways behind these, see {@link
 * org.echodc.device.cuda.CudaDevice#open(org.echodc.device.DeviceRequest, String,
 * java.util.function.BiConsumer)}; what it needs for that is public. This package knows none of
 * them.
 */
package org.echodc.device.cuda;
