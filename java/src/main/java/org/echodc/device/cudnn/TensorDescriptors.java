package org.echodc.device.cudnn;

import static jcuda.jcudnn.JCudnn.cudnnCreateTensorDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnDestroyTensorDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnSetTensor4dDescriptor;

import java.util.HashMap;
import java.util.Map;
import jcuda.jcudnn.cudnnDataType;
import jcuda.jcudnn.cudnnTensorDescriptor;
import jcuda.jcudnn.cudnnTensorFormat;
import org.echodc.tensor.Shape;

/** Descriptors of float32 images [batch, height, width, channels], one for each shape. */
final class TensorDescriptors {
  private final CudnnHandle cudnn;
  private final Map<Shape, cudnnTensorDescriptor> descriptors = new HashMap<>();

  TensorDescriptors(CudnnHandle cudnn) {
    this.cudnn = cudnn;
  }

  cudnnTensorDescriptor of(Shape images) {
    return descriptors.computeIfAbsent(images, this::create);
  }

  /** Of rows that softmax works on: as many images of one pixel. */
  cudnnTensorDescriptor ofRows(int rows, int columns) {
    return of(Shape.of(rows, 1, 1, columns));
  }

  private cudnnTensorDescriptor create(Shape images) {
    cudnnTensorDescriptor descriptor = new cudnnTensorDescriptor();
    cudnn.run(
        "description of " + images,
        handle -> {
          cudnnCreateTensorDescriptor(descriptor);
          cudnn.context().whenClosed(() -> cudnnDestroyTensorDescriptor(descriptor));
          cudnnSetTensor4dDescriptor(
              descriptor,
              cudnnTensorFormat.CUDNN_TENSOR_NHWC,
              cudnnDataType.CUDNN_DATA_FLOAT,
              images.extent(0),
              images.extent(3),
              images.extent(1),
              images.extent(2));
        });
    return descriptor;
  }
}
