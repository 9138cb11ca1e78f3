package org.echodc.device.cudnn;

import static jcuda.jcudnn.JCudnn.cudnnSoftmaxBackward;
import static jcuda.jcudnn.JCudnn.cudnnSoftmaxForward;
import static org.echodc.device.cudnn.CudnnHandle.ONE;
import static org.echodc.device.cudnn.CudnnHandle.ZERO;

import jcuda.jcudnn.cudnnSoftmaxAlgorithm;
import jcuda.jcudnn.cudnnSoftmaxMode;
import jcuda.jcudnn.cudnnTensorDescriptor;
import org.echodc.device.cuda.CrossEntropyKernels;
import org.echodc.operation.layer.SoftmaxCrossEntropy;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** Log-softmax by the library, there and back; the loss of the labels between by a kernel. */
final class CudnnCrossEntropy {
  private static final int LOG = cudnnSoftmaxAlgorithm.CUDNN_SOFTMAX_LOG;
  private static final int ROWS = cudnnSoftmaxMode.CUDNN_SOFTMAX_MODE_INSTANCE;

  private final CudnnHandle cudnn;
  private final TensorDescriptors descriptors;
  private final CrossEntropyKernels kernels;

  CudnnCrossEntropy(CudnnHandle cudnn, TensorDescriptors descriptors) {
    this.cudnn = cudnn;
    this.descriptors = descriptors;
    kernels = new CrossEntropyKernels(cudnn.context());
  }

  void run(SoftmaxCrossEntropy op) {
    Shape shape = op.logits().shape();
    cudnnTensorDescriptor rows = descriptors.ofRows(shape.extent(0), shape.extent(1));
    Tensor logProbabilities = workspace("log probabilities", shape);
    Tensor logGradient = workspace("gradient of log probabilities", shape);
    cudnn.run(
        "softmax",
        handle ->
            cudnnSoftmaxForward(
                handle,
                LOG,
                ROWS,
                ONE,
                rows,
                cudnn.pointer(op.logits()),
                ZERO,
                rows,
                cudnn.pointer(logProbabilities)));
    kernels.negativeLogLikelihood(logProbabilities, op.labels(), op.loss(), logGradient);
    cudnn.run(
        "softmax backward",
        handle ->
            cudnnSoftmaxBackward(
                handle,
                LOG,
                ROWS,
                ONE,
                rows,
                cudnn.pointer(logProbabilities),
                rows,
                cudnn.pointer(logGradient),
                ZERO,
                rows,
                cudnn.pointer(op.gradient())));
  }

  private Tensor workspace(String name, Shape shape) {
    return cudnn.context().workspace(name, shape.elements()).view(0, shape);
  }
}
