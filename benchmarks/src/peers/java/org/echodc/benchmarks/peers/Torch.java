package org.echodc.benchmarks.peers;

import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.echodc.operation.training.Sgd;

/** What PyTorch's Java binding makes long-winded: scopes, modes, tensors from and to arrays. */
public final class Torch {

  /** Option of the JVM: PyTorch's memory is not for JavaCPP to limit. */
  static final String UNLIMITED_MEMORY = "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0";

  private static final Pattern VERSION = Pattern.compile("TORCH_VERSION=([^,\\s]+)");

  private Torch() {}

  /** Sets the number of threads within an operation, and fixes the random numbers. */
  static void configure(int threads, long seed) {
    torch.set_num_threads(threads);
    torch.manual_seed(seed);
  }

  /** PyTorch's version. */
  static String version() {
    Matcher matcher = VERSION.matcher(torch.show_config().getString());
    return matcher.find() ? matcher.group(1) : "unknown";
  }

  /** A FLOAT32 tensor with the given values. */
  public static Tensor floats(float[] values, long... extents) {
    return AbstractTensor.create(values, extents);
  }

  /** An INT64 tensor with the given values. */
  static Tensor longs(long... values) {
    return AbstractTensor.create(values);
  }

  /** The values of a tensor in C order, as FLOAT32. */
  public static float[] values(Tensor tensor) {
    return freeing(
        () -> {
          Tensor host = tensor.detach().to(torch.ScalarType.Float).contiguous();
          float[] values = new float[Math.toIntExact(host.numel())];
          host.data_ptr_float().get(values);
          return values;
        });
  }

  public static Scalar scalar(long value) {
    return new Scalar(value);
  }

  public static Scalar scalar(double value) {
    return new Scalar(value);
  }

  /** INT64 0, 1, .. n - 1. */
  static Tensor range(long n) {
    return torch.arange(scalar(n));
  }

  public static TensorOptional optional(Tensor tensor) {
    return new TensorOptional(tensor);
  }

  static Tensor concatenate(Tensor... tensors) {
    return torch.cat(new TensorVector(tensors), 0);
  }

  /** PyTorch's optimiser; the range of the parameters, if any, is left to the caller. */
  static SGD optimizer(TensorVector parameters, Sgd sgd) {
    SGDOptions options = new SGDOptions(sgd.learningRate());
    options.momentum().put(sgd.momentum());
    options.weight_decay().put(sgd.weightDecay());
    return new SGD(parameters, options);
  }

  /** Runs a step and frees every tensor it made. */
  @SuppressWarnings("try") // the scope acts by being there
  static <T> T freeing(Supplier<T> step) {
    try (PointerScope scope = new PointerScope()) {
      return step.get();
    }
  }

  /**
   * Computes a tensor and frees every other one made on the way, as Python does when names go out
   * of use. Without this a chain of operations would hold all its results at a time.
   */
  public static Tensor only(Supplier<Tensor> computation) {
    PointerScope outer = PointerScope.getInnerScope();
    if (outer == null) {
      return kept(computation);
    }
    try (PointerScope scope = new PointerScope()) {
      Tensor result = computation.get();
      outer.attach(result);
      scope.detach(result);
      return result;
    }
  }

  /** Computes a tensor that no scope frees, and frees every other one made on the way. */
  public static Tensor kept(Supplier<Tensor> computation) {
    try (PointerScope scope = new PointerScope()) {
      Tensor result = computation.get();
      result.retainReference(); // for the garbage collector to release
      scope.detach(result);
      return result;
    }
  }

  /** Computes a tensor without the gradients of its operations; {@link #only} it stays. */
  @SuppressWarnings("try") // the guard acts by being there
  public static Tensor withoutGradients(Supplier<Tensor> computation) {
    try (NoGradGuard guard = new NoGradGuard()) {
      return only(computation);
    }
  }

  /** Computes a result in inference mode, and frees every tensor made on the way. */
  @SuppressWarnings("try") // the mode acts by being there
  static <T> T inference(Supplier<T> computation) {
    try (InferenceMode mode = new InferenceMode()) {
      return freeing(computation);
    }
  }

  /**
   * Computes a tensor as within {@code torch.autocast("cpu", torch.bfloat16)}: convolutions and
   * matrix products in BF16, what follows in the type that comes, losses in FLOAT32.
   */
  public static Tensor autocast(Supplier<Tensor> computation) {
    torch.tls_set_dispatch_key_excluded(torch.DispatchKey.AutocastCPU, false);
    try {
      return computation.get();
    } finally {
      torch.tls_set_dispatch_key_excluded(torch.DispatchKey.AutocastCPU, true);
      torch.clear_cache(); // weights in BF16
    }
  }
}
