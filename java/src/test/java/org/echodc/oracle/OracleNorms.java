package org.echodc.oracle;

import static org.echodc.oracle.HostTensor.set;
import static org.echodc.oracle.HostTensor.values;

import org.echodc.operation.layer.Affine;
import org.echodc.operation.layer.BatchNorm;
import org.echodc.operation.layer.GroupNorm;
import org.echodc.operation.layer.LayerNorm;
import org.echodc.operation.layer.Moments;
import org.echodc.operation.layer.NormGradients;
import org.echodc.oracle.layer.NormOracle;
import org.echodc.oracle.layer.SetNormOracle;
import org.echodc.tensor.Tensor;

/** Normalisations of groups of channels, of whole images and of batches. */
final class OracleNorms {
  private OracleNorms() {}

  static void groupNorm(GroupNorm op) {
    forward(
        SetNormOracle.ofGroups(op.src().shape(), op.groups()),
        op.affine(),
        op.src(),
        op.dst(),
        op.moments());
  }

  static void groupNormBackward(GroupNorm.Backward op) {
    backward(
        SetNormOracle.ofGroups(op.src().shape(), op.groups()),
        op.scale(),
        op.src(),
        op.moments(),
        op.gradients());
  }

  static void layerNorm(LayerNorm op) {
    forward(SetNormOracle.ofLayer(op.src().shape()), op.affine(), op.src(), op.dst(), op.moments());
  }

  static void layerNormBackward(LayerNorm.Backward op) {
    backward(
        SetNormOracle.ofLayer(op.src().shape()),
        op.scale(),
        op.src(),
        op.moments(),
        op.gradients());
  }

  static void batchNorm(BatchNorm op) {
    SetNormOracle oracle = SetNormOracle.ofBatch(op.src().shape());
    SetNormOracle.Statistics statistics =
        forward(oracle, op.affine(), op.src(), op.dst(), op.moments());
    double unbiased = oracle.setSize() / (oracle.setSize() - 1.0);
    op.running()
        .ifPresent(
            running -> {
              set(running.mean(), moved(values(running.mean()), statistics.mean(), 1));
              set(
                  running.variance(),
                  moved(values(running.variance()), statistics.variance(), unbiased));
            });
  }

  private static double[] moved(double[] running, double[] ofBatch, double factor) {
    double[] moved = new double[running.length];
    for (int channel = 0; channel < moved.length; channel++) {
      moved[channel] = 0.9 * running[channel] + 0.1 * factor * ofBatch[channel];
    }
    return moved;
  }

  static void batchNormBackward(BatchNorm.Backward op) {
    backward(
        SetNormOracle.ofBatch(op.src().shape()),
        op.scale(),
        op.src(),
        op.moments(),
        op.gradients());
  }

  static void batchNormInference(BatchNorm.Inference op) {
    SetNormOracle.Statistics running =
        new SetNormOracle.Statistics(values(op.running().mean()), values(op.running().variance()));
    set(
        op.dst(),
        SetNormOracle.ofBatch(op.src().shape())
            .forward(
                values(op.src()),
                running,
                values(op.affine().scale()),
                values(op.affine().shift())));
  }

  private static SetNormOracle.Statistics forward(
      SetNormOracle oracle, Affine affine, Tensor src, Tensor dst, Moments moments) {
    SetNormOracle.Statistics statistics = oracle.statistics(values(src));
    set(
        dst,
        oracle.forward(values(src), statistics, values(affine.scale()), values(affine.shift())));
    set(moments.mean(), statistics.mean());
    set(moments.inverseStd(), statistics.inverseStd());
    return statistics;
  }

  private static void backward(
      SetNormOracle oracle, Tensor scale, Tensor src, Moments moments, NormGradients wanted) {
    NormOracle.Gradients gradients =
        oracle.backward(
            values(src),
            new NormOracle.Statistics(values(moments.mean()), values(moments.inverseStd())),
            values(scale),
            values(wanted.dst()));
    wanted.src().ifPresent(tensor -> set(tensor, gradients.src()));
    wanted
        .affine()
        .ifPresent(
            affine -> {
              set(affine.scale(), gradients.scale());
              set(affine.shift(), gradients.shift());
            });
  }
}
