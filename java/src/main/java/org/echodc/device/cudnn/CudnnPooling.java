package org.echodc.device.cudnn;

import static jcuda.jcudnn.JCudnn.cudnnCreatePoolingDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnDestroyPoolingDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnPoolingBackward;
import static jcuda.jcudnn.JCudnn.cudnnPoolingForward;
import static jcuda.jcudnn.JCudnn.cudnnSetPooling2dDescriptor;
import static org.echodc.device.cudnn.CudnnHandle.ONE;
import static org.echodc.device.cudnn.CudnnHandle.ZERO;

import jcuda.Pointer;
import jcuda.jcudnn.cudnnNanPropagation;
import jcuda.jcudnn.cudnnPoolingDescriptor;
import jcuda.jcudnn.cudnnPoolingMode;
import jcuda.jcudnn.cudnnTensorDescriptor;
import org.echodc.operation.layer.AveragePool;

/** 2x2 average pooling of stride 2; an odd last row or column is in no window. */
final class CudnnPooling {
  private static final int SIDE = 2;

  private final CudnnHandle cudnn;
  private final TensorDescriptors descriptors;
  private final cudnnPoolingDescriptor pooling = new cudnnPoolingDescriptor();

  CudnnPooling(CudnnHandle cudnn, TensorDescriptors descriptors) {
    this.cudnn = cudnn;
    this.descriptors = descriptors;
    cudnn.run(
        "description of the pooling",
        handle -> {
          cudnnCreatePoolingDescriptor(pooling);
          cudnn.context().whenClosed(() -> cudnnDestroyPoolingDescriptor(pooling));
          cudnnSetPooling2dDescriptor(
              pooling,
              cudnnPoolingMode.CUDNN_POOLING_AVERAGE_COUNT_EXCLUDE_PADDING,
              cudnnNanPropagation.CUDNN_PROPAGATE_NAN,
              SIDE,
              SIDE,
              0,
              0,
              SIDE,
              SIDE);
        });
  }

  void forward(AveragePool op) {
    cudnn.run(
        "average pooling",
        handle ->
            cudnnPoolingForward(
                handle,
                pooling,
                ONE,
                descriptors.of(op.src().shape()),
                cudnn.pointer(op.src()),
                ZERO,
                descriptors.of(op.dst().shape()),
                cudnn.pointer(op.dst())));
  }

  /** The library wants the forward pass's tensors too, which an average does not depend on. */
  void backward(AveragePool.Backward op) {
    cudnnTensorDescriptor dst = descriptors.of(op.dstGradient().shape());
    cudnnTensorDescriptor src = descriptors.of(op.srcGradient().shape());
    Pointer dstPointer = cudnn.pointer(op.dstGradient());
    Pointer srcPointer = cudnn.pointer(op.srcGradient());
    cudnn.run(
        "average pooling backward",
        handle ->
            cudnnPoolingBackward(
                handle,
                pooling,
                ONE,
                dst,
                dstPointer,
                dst,
                dstPointer,
                src,
                srcPointer,
                ZERO,
                src,
                srcPointer));
  }
}
