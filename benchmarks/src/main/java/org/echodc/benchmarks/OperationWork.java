package org.echodc.benchmarks;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import org.echodc.operation.ConvBlock;
import org.echodc.operation.Convolution;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * The {@link Work} of the operations of {@link org.echodc.device.Device}, from their arguments.
 *
 * <p>FLOPs are those of the matrix products and convolutions; what is done to single elements
 * (normalisation, exponentials, augmentation, SGD) is not counted, for there the bytes are the
 * bound. With H x W the size before pooling, C in and K out channels, B images:
 *
 * <ul>
 *   <li>convolution or block forward: {@code 2 k^2 C K B H W} for a k x k window; the gradient
 *       w.r.t. the input, and w.r.t. the weight, the same again each;
 *   <li>linear: {@code 2 batch in out}; its gradients twice that;
 *   <li>MMD gradient of a class, M synthetic and N real features of length D: {@code 2 D (M (M + 1)
 *       / 2 + M N)} for the distances, each pair once, and {@code 2 D M (M + N)} for the weighted
 *       sums of features;
 *   <li>MMD with its loss: {@code 2 D N (N + 1) / 2} more, the distances of the real pairs.
 * </ul>
 *
 * <p>Bytes are those of all tensors among the arguments, each once; a tensor that is read and
 * written counts twice, and of a data set only the gathered images count.
 */
public final class OperationWork {
  private OperationWork() {}

  /**
   * Work of an operation.
   *
   * @param operation name of the method of {@link org.echodc.device.Device}
   * @param arguments what it is called with
   * @throws IllegalArgumentException if no formula is known for the operation
   */
  public static Work of(String operation, Object... arguments) {
    return new Work(flops(operation, arguments), bytes(operation, arguments));
  }

  /** Floating-point operations of an {@code mmdGradient} of this many classes. */
  public static long mmdGradientFlops(long classes, long m, long n, long d) {
    return classes * 2 * d * (m * (m + 1) / 2 + m * n + m * (m + n));
  }

  /** Floating-point operations of an {@code mmd} of this many classes. */
  public static long mmdFlops(long classes, long m, long n, long d) {
    return mmdGradientFlops(classes, m, n, d) + classes * 2 * d * (n * (n + 1) / 2);
  }

  private static long flops(String operation, Object[] arguments) {
    return switch (operation) {
      case "convBlockForward" -> {
        ConvBlock.Parameters block = (ConvBlock.Parameters) arguments[0];
        yield 2
            * block.weight().shape().elements()
            * pixels(block.convolutionShape(shape(arguments[1])));
      }
      case "convBlockBackward" -> {
        ConvBlock.Parameters block = (ConvBlock.Parameters) arguments[0];
        ConvBlock.Gradients gradients = (ConvBlock.Gradients) arguments[3];
        long passes = gradients.src().stream().count() + gradients.parameters().stream().count();
        Shape convolved = ((ConvBlock.Saved) arguments[1]).convolution().shape();
        yield passes * 2 * block.weight().shape().elements() * pixels(convolved);
      }
      case "convolutionForward" -> convolution(arguments[0], arguments[2]);
      case "convolutionBackwardInput" -> convolution(arguments[0], arguments[1]);
      case "convolutionBackwardWeight" -> convolution(arguments[0], arguments[2]);
      case "linearForward" -> linear(arguments[1], arguments[2]);
      case "linearBackward" -> 2 * linear(arguments[1], arguments[2]);
      case "mmdGradient" -> mmd(arguments, false);
      case "mmd" -> mmd(arguments, true);
      case "fill",
          "advance",
          "initialize",
          "sample",
          "drawAugmentation",
          "gather",
          "gatherLabels",
          "decode",
          "decodeBackward",
          "cutMix",
          "instanceNormForward",
          "instanceNormBackward",
          "averagePoolForward",
          "averagePoolBackward",
          "add",
          "softmaxCrossEntropy",
          "countCorrect",
          "sgdStep" ->
          0; // single elements only
      default ->
          throw new IllegalArgumentException(
              "the work of operation " + operation + " is not known; add it to OperationWork");
    };
  }

  private static Shape shape(Object tensor) {
    return ((Tensor) tensor).shape();
  }

  /** Pixels of all images [batch, height, width, channels]. */
  private static long pixels(Shape images) {
    return images.elements() / images.extent(3);
  }

  private static long convolution(Object convolution, Object dst) {
    return 2 * ((Convolution.Filter) convolution).weight().shape().elements() * pixels(shape(dst));
  }

  private static long linear(Object src, Object dst) {
    return 2 * shape(src).elements() * shape(dst).extent(1);
  }

  private static long mmd(Object[] arguments, boolean withLoss) {
    Shape synthetic = shape(arguments[1]);
    int classes = synthetic.extent(0);
    int m = synthetic.extent(1);
    int n = shape(arguments[2]).extent(1);
    int d = synthetic.extent(2);
    return withLoss ? mmdFlops(classes, m, n, d) : mmdGradientFlops(classes, m, n, d);
  }

  private static long bytes(String operation, Object[] arguments) {
    Set<Tensor> tensors = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Object argument : arguments) {
      collect(argument, tensors);
    }
    long all = tensors.stream().mapToLong(Tensor::bytes).sum();
    return switch (operation) {
      case "gather" -> all - unread((Tensor) arguments[0], (Tensor) arguments[2]);
      case "gatherLabels" -> all - unread((Tensor) arguments[0], (Tensor) arguments[1]);
      case "sgdStep" -> all + ((Tensor) arguments[1]).bytes() + ((Tensor) arguments[3]).bytes();
      default -> all;
    };
  }

  /** Bytes of the entries that are not gathered; those gathered twice count twice. */
  private static long unread(Tensor source, Tensor indices) {
    return source.bytes() - source.bytes() / source.shape().extent(0) * indices.shape().elements();
  }

  private static void collect(Object argument, Set<Tensor> tensors) {
    if (argument instanceof Tensor tensor) {
      tensors.add(tensor);
    } else if (argument instanceof Optional<?> optional) {
      optional.ifPresent(value -> collect(value, tensors));
    } else if (argument instanceof Record group) {
      for (RecordComponent component : group.getClass().getRecordComponents()) {
        try {
          collect(component.getAccessor().invoke(group), tensors);
        } catch (IllegalAccessException | InvocationTargetException e) {
          throw new IllegalStateException("cannot read " + component, e);
        }
      }
    }
  }
}
