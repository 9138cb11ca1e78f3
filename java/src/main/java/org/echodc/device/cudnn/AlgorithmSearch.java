package org.echodc.device.cudnn;

import static jcuda.jcudnn.JCudnn.cudnnGetConvolutionBackwardDataAlgorithm_v7;
import static jcuda.jcudnn.JCudnn.cudnnGetConvolutionBackwardDataWorkspaceSize;
import static jcuda.jcudnn.JCudnn.cudnnGetConvolutionBackwardFilterAlgorithm_v7;
import static jcuda.jcudnn.JCudnn.cudnnGetConvolutionBackwardFilterWorkspaceSize;
import static jcuda.jcudnn.JCudnn.cudnnGetConvolutionForwardAlgorithm_v7;
import static jcuda.jcudnn.JCudnn.cudnnGetConvolutionForwardWorkspaceSize;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import jcuda.jcudnn.cudnnConvolutionBwdDataAlgo;
import jcuda.jcudnn.cudnnConvolutionBwdDataAlgoPerf;
import jcuda.jcudnn.cudnnConvolutionBwdFilterAlgo;
import jcuda.jcudnn.cudnnConvolutionBwdFilterAlgoPerf;
import jcuda.jcudnn.cudnnConvolutionDescriptor;
import jcuda.jcudnn.cudnnConvolutionFwdAlgo;
import jcuda.jcudnn.cudnnConvolutionFwdAlgoPerf;
import jcuda.jcudnn.cudnnDeterminism;
import jcuda.jcudnn.cudnnFilterDescriptor;
import jcuda.jcudnn.cudnnHandle;
import jcuda.jcudnn.cudnnTensorDescriptor;
import org.echodc.device.cudnn.ConvolutionPlan.Pass;

/** What cuDNN knows of the algorithms for a convolution; the same questions for three passes. */
record AlgorithmSearch(
    CudnnHandle cudnn,
    cudnnTensorDescriptor src,
    cudnnFilterDescriptor filter,
    cudnnConvolutionDescriptor convolution,
    cudnnTensorDescriptor dst) {

  /**
   * An algorithm as the library ranks it.
   *
   * @param algorithm its number
   * @param status 0 if it can be used
   * @param memory bytes of workspace
   * @param determinism of {@code cudnnDeterminism}
   * @param mathType of {@code cudnnMathType}
   */
  record Candidate(int algorithm, int status, long memory, int determinism, int mathType) {
    boolean isUsable() {
      return status == 0 && determinism == cudnnDeterminism.CUDNN_DETERMINISTIC;
    }
  }

  /** The algorithms, those first that are expected to be the fastest. */
  List<Candidate> ranked(Pass pass) {
    return switch (pass) {
      case FORWARD -> forward();
      case BACKWARD_INPUT -> backwardInput();
      case BACKWARD_WEIGHT -> backwardWeight();
    };
  }

  private List<Candidate> forward() {
    return ask(
        "search of a convolution",
        new cudnnConvolutionFwdAlgoPerf[cudnnConvolutionFwdAlgo.CUDNN_CONVOLUTION_FWD_ALGO_COUNT],
        cudnnConvolutionFwdAlgoPerf::new,
        (handle, count, found) ->
            cudnnGetConvolutionForwardAlgorithm_v7(
                handle, src, filter, convolution, dst, found.length, count, found),
        one -> new Candidate(one.algo, one.status, one.memory, one.determinism, one.mathType));
  }

  private List<Candidate> backwardInput() {
    return ask(
        "search of a convolution backward to its input",
        new cudnnConvolutionBwdDataAlgoPerf
            [cudnnConvolutionBwdDataAlgo.CUDNN_CONVOLUTION_BWD_DATA_ALGO_COUNT],
        cudnnConvolutionBwdDataAlgoPerf::new,
        (handle, count, found) ->
            cudnnGetConvolutionBackwardDataAlgorithm_v7(
                handle, filter, dst, convolution, src, found.length, count, found),
        one -> new Candidate(one.algo, one.status, one.memory, one.determinism, one.mathType));
  }

  private List<Candidate> backwardWeight() {
    return ask(
        "search of a convolution backward to its weight",
        new cudnnConvolutionBwdFilterAlgoPerf
            [cudnnConvolutionBwdFilterAlgo.CUDNN_CONVOLUTION_BWD_FILTER_ALGO_COUNT],
        cudnnConvolutionBwdFilterAlgoPerf::new,
        (handle, count, found) ->
            cudnnGetConvolutionBackwardFilterAlgorithm_v7(
                handle, src, dst, convolution, filter, found.length, count, found),
        one -> new Candidate(one.algo, one.status, one.memory, one.determinism, one.mathType));
  }

  /** A question to the library, which writes its answers and how many they are. */
  private interface Question<T> {
    int ask(cudnnHandle handle, int[] count, T[] found);
  }

  /**
   * Asks a question. The library has a class of its own for the answers of each pass, with the same
   * fields.
   */
  private <T> List<Candidate> ask(
      String what,
      T[] found,
      Supplier<T> empty,
      Question<T> question,
      Function<T, Candidate> candidate) {
    Arrays.setAll(found, i -> empty.get());
    int[] count = new int[1];
    cudnn.run(what, handle -> question.ask(handle, count, found));
    return Stream.of(found).limit(count[0]).map(candidate).toList();
  }

  /** Workspace of an algorithm with the kind of arithmetic that is set now. */
  long workspaceBytes(Pass pass, int algorithm) {
    long[] bytes = new long[1];
    cudnn.run(
        "size of a workspace",
        handle -> {
          switch (pass) {
            case FORWARD ->
                cudnnGetConvolutionForwardWorkspaceSize(
                    handle, src, filter, convolution, dst, algorithm, bytes);
            case BACKWARD_INPUT ->
                cudnnGetConvolutionBackwardDataWorkspaceSize(
                    handle, filter, dst, convolution, src, algorithm, bytes);
            case BACKWARD_WEIGHT ->
                cudnnGetConvolutionBackwardFilterWorkspaceSize(
                    handle, src, dst, convolution, filter, algorithm, bytes);
          }
        });
    return bytes[0];
  }
}
