/**
 * The {@code cuda} device: the kernels of {@code native/kernels}, launched through the CUDA driver
 * API by JCuda. One class per {@code .cu} file owns its grids, blocks and shared memory.
 *
 * <p>To add a kernel, write {@code native/kernels/NAME.cu} and a launcher class here that loads it
 * as a {@link org.echodc.device.cuda.KernelModule}; CMake finds the file by itself.
 */
package org.echodc.device.cuda;
