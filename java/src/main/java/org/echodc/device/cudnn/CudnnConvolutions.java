package org.echodc.device.cudnn;

import static jcuda.jcudnn.JCudnn.cudnnConvolutionBackwardData;
import static jcuda.jcudnn.JCudnn.cudnnConvolutionBackwardFilter;
import static jcuda.jcudnn.JCudnn.cudnnConvolutionForward;
import static org.echodc.device.cudnn.CudnnHandle.ONE;
import static org.echodc.device.cudnn.CudnnHandle.ZERO;

import java.util.HashMap;
import java.util.Map;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import org.echodc.device.cuda.layer.ColumnSumKernels;
import org.echodc.device.cudnn.ConvolutionPlan.Pass;
import org.echodc.device.cudnn.ConvolutionPlan.Problem;
import org.echodc.operation.layer.Convolution;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Convolutions of NHWC images by cuDNN. For those it wants filters as [out, kernel, kernel, in],
 * the transpose of our [kernel kernel in, out]; they are brought into its order and back on every
 * call, which moves a filter twice where an image is moved many times. The kernel of column sums
 * does the bias.
 */
final class CudnnConvolutions {
  private static final Pointer NOWHERE = new CUdeviceptr();

  private final CudnnHandle cudnn;
  private final TensorDescriptors descriptors;
  private final MatrixProducts products;
  private final ColumnSumKernels columnSums;
  private final Map<Problem, ConvolutionPlan> plans = new HashMap<>();

  CudnnConvolutions(CudnnHandle cudnn, TensorDescriptors descriptors, MatrixProducts products) {
    this.cudnn = cudnn;
    this.descriptors = descriptors;
    this.products = products;
    columnSums = new ColumnSumKernels(cudnn.context());
  }

  private ConvolutionPlan plan(Pass pass, Convolution.Filter convolution, Shape src, Shape dst) {
    return plans.computeIfAbsent(
        new Problem(
            pass, src, dst, convolution.kernel(), convolution.stride(), convolution.padding()),
        problem -> ConvolutionPlan.of(problem, cudnn, descriptors));
  }

  private Tensor filterWorkspace(Tensor weight) {
    return cudnn.context().workspace("filter", weight.shape().elements());
  }

  /** All of a weight's extents but the last. */
  private static int windowElements(Tensor weight) {
    return Math.toIntExact(weight.shape().elements() / weight.shape().extent(3));
  }

  private Pointer filter(Tensor weight) {
    Tensor filter = filterWorkspace(weight);
    products.transpose(windowElements(weight), weight.shape().extent(3), weight, filter);
    return cudnn.pointer(filter);
  }

  private Pointer workspace(ConvolutionPlan plan) {
    long floats = (plan.workspaceBytes() + Float.BYTES - 1) / Float.BYTES;
    return floats == 0 ? NOWHERE : cudnn.pointer(cudnn.context().workspace("cudnn", floats));
  }

  void forward(Convolution op) {
    op.bias()
        .ifPresentOrElse(
            bias -> {
              Tensor product =
                  cudnn.context().workspace("convolution product", op.dst().shape().elements());
              multiply(op, product);
              columnSums.sum(1, product, bias, op.dst());
            },
            () -> multiply(op, op.dst()));
  }

  /** Without the bias. */
  private void multiply(Convolution op, Tensor dst) {
    ConvolutionPlan plan = plan(Pass.FORWARD, op.filter(), op.src().shape(), op.dst().shape());
    Pointer filter = filter(op.filter().weight());
    Pointer workspace = workspace(plan);
    cudnn.run(
        "convolution",
        handle ->
            cudnnConvolutionForward(
                handle,
                ONE,
                plan.src(),
                cudnn.pointer(op.src()),
                plan.filter(),
                filter,
                plan.convolution(),
                plan.algorithm(),
                workspace,
                plan.workspaceBytes(),
                ZERO,
                plan.dst(),
                cudnn.pointer(dst)));
  }

  void backwardInput(Convolution.BackwardInput op) {
    ConvolutionPlan plan =
        plan(Pass.BACKWARD_INPUT, op.filter(), op.srcGradient().shape(), op.dstGradient().shape());
    Pointer filter = filter(op.filter().weight());
    Pointer workspace = workspace(plan);
    cudnn.run(
        "convolution backward to its input",
        handle ->
            cudnnConvolutionBackwardData(
                handle,
                ONE,
                plan.filter(),
                filter,
                plan.dst(),
                cudnn.pointer(op.dstGradient()),
                plan.convolution(),
                plan.algorithm(),
                workspace,
                plan.workspaceBytes(),
                ZERO,
                plan.src(),
                cudnn.pointer(op.srcGradient())));
  }

  void backwardWeight(Convolution.BackwardWeight op) {
    Tensor weightGradient = op.weightGradient();
    ConvolutionPlan plan =
        plan(Pass.BACKWARD_WEIGHT, op.filter(), op.src().shape(), op.dstGradient().shape());
    Tensor filterGradient = filterWorkspace(weightGradient);
    Pointer workspace = workspace(plan);
    cudnn.run(
        "convolution backward to its weight",
        handle ->
            cudnnConvolutionBackwardFilter(
                handle,
                ONE,
                plan.src(),
                cudnn.pointer(op.src()),
                plan.dst(),
                cudnn.pointer(op.dstGradient()),
                plan.convolution(),
                plan.algorithm(),
                workspace,
                plan.workspaceBytes(),
                ZERO,
                plan.filter(),
                cudnn.pointer(filterGradient)));
    products.transpose(
        weightGradient.shape().extent(3),
        windowElements(weightGradient),
        filterGradient,
        weightGradient);
    op.biasGradient().ifPresent(bias -> columnSums.sumOverPixels(op.dstGradient(), bias));
  }
}
