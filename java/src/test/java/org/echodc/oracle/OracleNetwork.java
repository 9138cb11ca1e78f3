package org.echodc.oracle;

import static org.echodc.oracle.HostTensor.set;
import static org.echodc.oracle.HostTensor.values;

import java.util.stream.IntStream;
import org.apache.commons.math3.linear.RealMatrix;
import org.echodc.operation.layer.Add;
import org.echodc.operation.layer.AveragePool;
import org.echodc.operation.layer.ConvBlock;
import org.echodc.operation.layer.Convolution;
import org.echodc.operation.layer.InstanceNorm;
import org.echodc.operation.layer.Linear;
import org.echodc.oracle.image.OracleImages;
import org.echodc.oracle.layer.ConvolutionOracle;
import org.echodc.oracle.layer.LinearOracle;
import org.echodc.oracle.layer.NormOracle;
import org.echodc.oracle.layer.PoolOracle;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** The layers of a network. */
final class OracleNetwork {
  private OracleNetwork() {}

  static void convBlock(ConvBlock op) {
    ConvBlock.Parameters block = op.parameters();
    OracleImages shape = OracleImages.of(block.convolutionShape(op.src().shape()));
    double[] convolved =
        convolution(block, op.src().shape(), shape)
            .forward(values(op.src()), values(block.weight()));
    NormOracle norm = norm(block, shape);
    NormOracle.Statistics statistics = norm.statistics(convolved);
    set(
        op.dst(),
        new PoolOracle(AveragePool.Window.HALVING, shape)
            .forward(norm.forward(convolved, statistics)));
    op.saved()
        .ifPresent(
            saved -> {
              set(saved.convolution(), convolved);
              set(saved.mean(), statistics.mean());
              set(saved.inverseStd(), statistics.inverseStd());
            });
  }

  private static ConvolutionOracle convolution(
      ConvBlock.Parameters block, Shape src, OracleImages dst) {
    return new ConvolutionOracle(OracleImages.of(src), dst, 3, 1, block.padding());
  }

  private static NormOracle norm(ConvBlock.Parameters block, OracleImages shape) {
    return new NormOracle(shape, values(block.scale()), values(block.shift()), true);
  }

  static void convBlockBackward(ConvBlock.Backward op) {
    ConvBlock.Parameters block = op.parameters();
    ConvBlock.Saved saved = op.saved();
    OracleImages shape = OracleImages.of(saved.convolution().shape());
    NormOracle.Gradients ofNorm =
        norm(block, shape)
            .backward(
                values(saved.convolution()),
                new NormOracle.Statistics(values(saved.mean()), values(saved.inverseStd())),
                new PoolOracle(AveragePool.Window.HALVING, shape)
                    .backward(values(op.dstGradient())));
    ConvolutionOracle convolution =
        convolution(block, block.inputShape(saved.convolution().shape()), shape);
    op.gradients()
        .src()
        .ifPresent(
            src -> set(src, convolution.backwardInput(values(block.weight()), ofNorm.src())));
    op.gradients()
        .parameters()
        .ifPresent(
            wanted -> {
              set(wanted.weight(), convolution.backwardWeight(values(wanted.src()), ofNorm.src()));
              set(wanted.scale(), ofNorm.scale());
              set(wanted.shift(), ofNorm.shift());
            });
  }

  private static ConvolutionOracle oracle(Convolution.Filter filter, Tensor src, Tensor dst) {
    return new ConvolutionOracle(
        OracleImages.of(src.shape()),
        OracleImages.of(dst.shape()),
        filter.kernel(),
        filter.stride(),
        filter.padding());
  }

  static void convolution(Convolution op) {
    ConvolutionOracle oracle = oracle(op.filter(), op.src(), op.dst());
    double[] products = oracle.forward(values(op.src()), values(op.filter().weight()));
    set(op.dst(), op.bias().map(bias -> oracle.add(values(bias), products)).orElse(products));
  }

  static void convolutionBackwardInput(Convolution.BackwardInput op) {
    ConvolutionOracle oracle = oracle(op.filter(), op.srcGradient(), op.dstGradient());
    set(
        op.srcGradient(),
        oracle.backwardInput(values(op.filter().weight()), values(op.dstGradient())));
  }

  static void convolutionBackwardWeight(Convolution.BackwardWeight op) {
    ConvolutionOracle oracle = oracle(op.filter(), op.src(), op.dstGradient());
    double[] dstGradient = values(op.dstGradient());
    set(op.weightGradient(), oracle.backwardWeight(values(op.src()), dstGradient));
    op.biasGradient().ifPresent(bias -> set(bias, oracle.backwardBias(dstGradient)));
  }

  private static NormOracle oracle(InstanceNorm.Affine norm, Tensor src) {
    return new NormOracle(
        OracleImages.of(src.shape()), values(norm.scale()), values(norm.shift()), norm.relu());
  }

  static void instanceNorm(InstanceNorm op) {
    NormOracle oracle = oracle(op.affine(), op.src());
    NormOracle.Statistics statistics = oracle.statistics(values(op.src()));
    set(op.dst(), oracle.forward(values(op.src()), statistics));
    set(op.statistics().mean(), statistics.mean());
    set(op.statistics().inverseStd(), statistics.inverseStd());
  }

  static void instanceNormBackward(InstanceNorm.Backward op) {
    NormOracle.Gradients gradients =
        oracle(op.affine(), op.src())
            .backward(
                values(op.src()),
                new NormOracle.Statistics(
                    values(op.statistics().mean()), values(op.statistics().inverseStd())),
                values(op.dstGradient()));
    set(op.srcGradient(), gradients.src());
    op.gradients()
        .ifPresent(
            wanted -> {
              set(wanted.scale(), gradients.scale());
              set(wanted.shift(), gradients.shift());
            });
  }

  static void add(Add op) {
    double[] left = values(op.left());
    double[] right = values(op.right());
    set(op.dst(), IntStream.range(0, left.length).mapToDouble(i -> left[i] + right[i]).toArray());
  }

  static void linear(Linear op) {
    Linear.Parameters linear = op.parameters();
    set(
        op.dst(),
        LinearOracle.forward(matrix(op.src()), matrix(linear.weight()), values(linear.bias())));
  }

  static void linearBackward(Linear.Backward op) {
    RealMatrix dstGradient = matrix(op.dstGradient());
    op.srcGradient()
        .ifPresent(
            wanted ->
                set(
                    wanted,
                    LinearOracle.backwardInput(dstGradient, matrix(op.parameters().weight()))));
    op.gradients()
        .ifPresent(
            wanted -> {
              set(wanted.weight(), LinearOracle.backwardWeight(matrix(op.src()), dstGradient));
              set(wanted.bias(), LinearOracle.backwardBias(dstGradient));
            });
  }

  private static RealMatrix matrix(Tensor tensor) {
    return LinearOracle.matrix(values(tensor), tensor.shape().extent(0));
  }
}
