package org.echodc.benchmarks.work;

import java.util.Optional;
import org.echodc.benchmarks.ParameterValue;
import org.echodc.operation.mmd.Mmd;
import org.echodc.operation.mmd.MmdGradient;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Outline;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Size of a discrepancy.
 *
 * @param classes number of classes
 * @param synthetic synthetic images of a class, M
 * @param real real images of a class, N
 * @param features length of a feature vector, D
 */
public record MmdSize(int classes, int synthetic, int real, int features) {

  /**
   * Reads {@code classes x M x N x D}, such as {@code 10x40x128x2048}.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static MmdSize parse(String text) {
    int[] numbers = ParameterValue.extents(text, "CLASSESxMxNxD, such as 10x40x128x2048", 4);
    return new MmdSize(numbers[0], numbers[1], numbers[2], numbers[3]);
  }

  /** Bytes of the features and the gradient. */
  public long tensorBytes() {
    return Float.BYTES * (long) classes * features * (2L * synthetic + real);
  }

  /** Work of the gradient. */
  public Work gradientWork() {
    return work(Optional.empty());
  }

  /** Work of the gradient and the loss. */
  public Work work() {
    return work(Optional.of(Outline.of(DataType.FLOAT32, Shape.of(classes))));
  }

  /** That of the operation, which any kernel and implementation shares. */
  private Work work(Optional<Tensor> loss) {
    return Work.of(
        new MmdGradient(
            Mmd.fused(Mmd.Kernel.GAUSSIAN),
            features(synthetic),
            features(real),
            features(synthetic),
            loss));
  }

  private Tensor features(int images) {
    return Outline.of(DataType.FLOAT32, Shape.of(classes, images, features));
  }

  /**
   * Bytes that an implementation needs at least, if it computes one class after the other. Unfused,
   * these are two matrices of all pairs, distances and kernel, and one of the synthetic rows,
   * weights.
   */
  public long leastBytes(Mmd.Implementation implementation) {
    long n = (long) synthetic + real;
    long matrices = implementation == Mmd.Implementation.FUSED ? 0 : 2 * n * n + synthetic * n;
    return tensorBytes() + Float.BYTES * matrices;
  }
}
