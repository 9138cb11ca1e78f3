/**
 * The {@code cuda} device: the kernels of {@code native/kernels}, launched through the CUDA driver
 * API by JCuda. One class per {@code .cu} file owns its grids, blocks and shared memory.
 *
 * <p>To add a kernel, write {@code native/kernels/NAME.cu} and a launcher class here that loads it
 * as a {@link org.echodc.device.cuda.KernelModule}; CMake finds the file by itself.
 *
 * <p>What another device of a GPU may compute in its own way is in {@link
 * org.echodc.device.cuda.Layers}; what it needs for that is public. This package knows none of
 * them.
 */
package org.echodc.device.cuda;
