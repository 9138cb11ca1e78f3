package org.echodc.device.cudnn;

import static jcuda.jcudnn.JCudnn.cudnnCreateConvolutionDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnCreateFilterDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnDestroyConvolutionDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnDestroyFilterDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnSetConvolution2dDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnSetConvolutionMathType;
import static jcuda.jcudnn.JCudnn.cudnnSetFilter4dDescriptor;
import static jcuda.jcudnn.cudnnMathType.CUDNN_DEFAULT_MATH;
import static jcuda.jcudnn.cudnnMathType.CUDNN_FMA_MATH;

import java.util.List;
import jcuda.jcudnn.cudnnConvolutionDescriptor;
import jcuda.jcudnn.cudnnConvolutionMode;
import jcuda.jcudnn.cudnnDataType;
import jcuda.jcudnn.cudnnFilterDescriptor;
import jcuda.jcudnn.cudnnTensorDescriptor;
import jcuda.jcudnn.cudnnTensorFormat;
import org.echodc.device.DeviceException;
import org.echodc.device.Precision;
import org.echodc.tensor.Shape;
import org.echodc.text.Text;

/**
 * How one pass of a convolution of one shape is computed: found once, then remembered.
 *
 * @param src images that go in
 * @param filter [out, kernel, kernel, in]
 * @param convolution strides, padding and kind of arithmetic
 * @param dst images that come out
 * @param algorithm the library's number of it
 * @param workspaceBytes memory that it needs
 */
record ConvolutionPlan(
    cudnnTensorDescriptor src,
    cudnnFilterDescriptor filter,
    cudnnConvolutionDescriptor convolution,
    cudnnTensorDescriptor dst,
    int algorithm,
    long workspaceBytes) {

  /** Algorithms that want more than this are passed over. */
  private static final long MOST_WORKSPACE_BYTES = 1L << 30;

  /** What is computed. */
  enum Pass {
    FORWARD,
    BACKWARD_INPUT,
    BACKWARD_WEIGHT
  }

  /** A pass of a convolution; the library's choice may be another one for every shape. */
  record Problem(Pass pass, Shape src, Shape dst, int kernel, int stride, int padding) {
    @Override
    public String toString() {
      return Text.format(
          "%s of %s to %s, kernel %d, stride %d, padding %d",
          pass, src, dst, kernel, stride, padding);
    }
  }

  /**
   * Asks the library's heuristics, not a measurement: a measurement may end differently in the next
   * run, whose results would not be the same bit for bit then.
   *
   * <p>By its documentation cuDNN has, for NHWC and float32, implicit matrix products only (forward
   * 0 and 1, backward 0 and 1); FFT and Winograd are for NCHW. Backward algorithm 0 adds with
   * atomics and is passed over for that.
   *
   * @throws DeviceException if no algorithm is repeatable and small enough
   */
  static ConvolutionPlan of(Problem problem, CudnnHandle cudnn, TensorDescriptors descriptors) {
    boolean exact = cudnn.context().precision() == Precision.FP32;
    cudnnTensorDescriptor src = descriptors.of(problem.src());
    cudnnTensorDescriptor dst = descriptors.of(problem.dst());
    cudnnFilterDescriptor filter = filterOf(problem, cudnn);
    cudnnConvolutionDescriptor convolution = convolutionOf(problem, cudnn);
    // of float32 factors, the default lets tensor cores round to TF32
    setMath(cudnn, convolution, exact ? CUDNN_FMA_MATH : CUDNN_DEFAULT_MATH);
    AlgorithmSearch search = new AlgorithmSearch(cudnn, src, filter, convolution, dst);
    AlgorithmSearch.Candidate best = best(problem, search.ranked(problem.pass()));
    if (!exact) {
      setMath(cudnn, convolution, best.mathType());
    }
    long bytes = search.workspaceBytes(problem.pass(), best.algorithm());
    return new ConvolutionPlan(src, filter, convolution, dst, best.algorithm(), bytes);
  }

  private static cudnnFilterDescriptor filterOf(Problem problem, CudnnHandle cudnn) {
    cudnnFilterDescriptor filter = new cudnnFilterDescriptor();
    cudnn.run(
        "description of the filter of " + problem,
        handle -> {
          cudnnCreateFilterDescriptor(filter);
          cudnn.context().whenClosed(() -> cudnnDestroyFilterDescriptor(filter));
          cudnnSetFilter4dDescriptor(
              filter,
              cudnnDataType.CUDNN_DATA_FLOAT,
              cudnnTensorFormat.CUDNN_TENSOR_NHWC,
              problem.dst().extent(3),
              problem.src().extent(3),
              problem.kernel(),
              problem.kernel());
        });
    return filter;
  }

  private static cudnnConvolutionDescriptor convolutionOf(Problem problem, CudnnHandle cudnn) {
    cudnnConvolutionDescriptor convolution = new cudnnConvolutionDescriptor();
    cudnn.run(
        "description of " + problem,
        handle -> {
          cudnnCreateConvolutionDescriptor(convolution);
          cudnn.context().whenClosed(() -> cudnnDestroyConvolutionDescriptor(convolution));
          cudnnSetConvolution2dDescriptor(
              convolution,
              problem.padding(),
              problem.padding(),
              problem.stride(),
              problem.stride(),
              1,
              1,
              cudnnConvolutionMode.CUDNN_CROSS_CORRELATION,
              cudnnDataType.CUDNN_DATA_FLOAT);
        });
    return convolution;
  }

  private static void setMath(
      CudnnHandle cudnn, cudnnConvolutionDescriptor convolution, int mathType) {
    cudnn.run(
        "kind of arithmetic of a convolution",
        handle -> cudnnSetConvolutionMathType(convolution, mathType));
  }

  private static AlgorithmSearch.Candidate best(
      Problem problem, List<AlgorithmSearch.Candidate> ranked) {
    return ranked.stream()
        .filter(AlgorithmSearch.Candidate::isUsable)
        .filter(candidate -> candidate.memory() <= MOST_WORKSPACE_BYTES)
        .findFirst()
        .orElseThrow(
            () ->
                new DeviceException(
                    Text.format(
                            "device cudnn: cuDNN has no repeatable algorithm within %d bytes for %s; it",
                            MOST_WORKSPACE_BYTES, problem)
                        + " offers "
                        + ranked));
  }
}
