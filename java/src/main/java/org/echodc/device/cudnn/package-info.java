/**
 * The {@code cudnn} device: the {@code cuda} device with convolution, pooling and softmax through
 * cuDNN (JCudnn) and matrix products through cuBLAS (JCublas), one library call after the other.
 * What hand-written, fused kernels are compared with on a GPU.
 *
 * <p>Only functions that cuDNN 9 still has are called: JCudnn's classes are of a version that knows
 * older ones too, and calling one of those ends the process.
 */
package org.echodc.device.cudnn;
