package org.echodc.benchmarks.peers.network;

import static org.bytedeco.pytorch.global.torch.adaptive_avg_pool2d;
import static org.bytedeco.pytorch.global.torch.avg_pool2d;
import static org.bytedeco.pytorch.global.torch.batch_norm;
import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.conv2d;
import static org.bytedeco.pytorch.global.torch.group_norm;
import static org.bytedeco.pytorch.global.torch.layer_norm;
import static org.bytedeco.pytorch.global.torch.max_pool2d;
import static org.bytedeco.pytorch.global.torch.ones;
import static org.bytedeco.pytorch.global.torch.zeros;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.echodc.benchmarks.peers.Torch;

/**
 * Layers that own their parameters. The first pass makes these in the order in which layers ask for
 * them; every later one gets the same again.
 */
public final class TorchLayers {
  private static final double EPSILON = 1e-5;
  private static final double MOMENTUM = 0.1;
  private static final int GROUPS = 4;
  private static final long[] ONE = {1, 1};
  private static final long[] NONE = {0, 0};

  private final TorchValues values;
  private final MemoryFormat format;
  private final List<TorchParameter> parameters = new ArrayList<>();
  private final List<Tensor> statistics = new ArrayList<>();
  private int nextParameter;
  private int nextStatistic;
  private boolean testing;
  private long elements;

  TorchLayers(TorchValues values, MemoryFormat format) {
    this.values = values;
    this.format = format;
  }

  /**
   * Begins a pass.
   *
   * @param test whether batch normalisation goes by its running statistics
   */
  void begin(boolean test) {
    nextParameter = 0;
    nextStatistic = 0;
    elements = 0;
    testing = test;
  }

  /** Elements of all results of layers since the pass began: what a way back has to keep. */
  long elements() {
    return elements;
  }

  List<TorchParameter> parameters() {
    return parameters;
  }

  /** Running mean and variance of every batch normalisation, one after the other. */
  List<Tensor> statistics() {
    return statistics;
  }

  private Tensor parameter(TorchValues.Initial initial, long fan, long[] shape, long... extents) {
    if (nextParameter == parameters.size()) {
      Tensor tensor = Torch.kept(() -> values.next(initial, fan, extents).reshape(shape));
      boolean ofConvolution = shape.length == 4;
      parameters.add(
          new TorchParameter(
              ofConvolution ? Torch.kept(() -> tensor.contiguous(format)) : tensor,
              initial,
              extents));
    }
    return parameters.get(nextParameter++).tensor();
  }

  private Tensor vector(TorchValues.Initial initial, long fan, long count) {
    return parameter(initial, fan, new long[] {count}, 1, count, 1, 1);
  }

  private Tensor statistic(Supplier<Tensor> first) {
    if (nextStatistic == statistics.size()) {
      statistics.add(Torch.kept(first));
    }
    return statistics.get(nextStatistic++);
  }

  /** Counts what is not computed in place. */
  Tensor counted(Tensor result) {
    elements += result.numel();
    return result;
  }

  /** Some layers, of which only the result stays, and what they read is closed. */
  Tensor then(Tensor x, UnaryOperator<Tensor> layers) {
    Tensor result = Torch.only(() -> layers.apply(x));
    x.close();
    return result;
  }

  /** A convolution and the normalisation of its result. */
  Tensor convolution(Tensor x, TorchConvolution layer, TorchNorm norm) {
    return Torch.only(
        () -> {
          long in = x.size(1);
          long area = (long) layer.kernel() * layer.kernel();
          long[] shape = {layer.channels(), in, layer.kernel(), layer.kernel()};
          boolean byFanIn = layer.initial() == TorchValues.Initial.BY_FAN_IN;
          Tensor weight =
              parameter(layer.initial(), area * (byFanIn ? in : layer.channels()), shape, shape);
          TensorOptional bias =
              layer.bias()
                  ? Torch.optional(bias(norm, area * in, layer.channels()))
                  : new TensorOptional();
          long[] strides = {layer.stride(), layer.stride()};
          long[] padding = {layer.padding(), layer.padding()};
          Tensor result = conv2d(x, weight, bias, strides, padding, ONE, 1);
          return norm(counted(result), norm);
        });
  }

  private Tensor bias(TorchNorm behind, long fanIn, long channels) {
    return vector(
        behind.subtractsBias()
            ? TorchValues.Initial.SUBTRACTED_BIAS
            : TorchValues.Initial.BY_FAN_IN,
        fanIn,
        channels);
  }

  /** Normalisation; gives x itself for none. */
  Tensor norm(Tensor x, TorchNorm norm) {
    long channels = x.size(1);
    return switch (norm) {
      case NONE -> x;
      case BATCH -> counted(batchNorm(x));
      case LAYER -> counted(layerNorm(x));
      case INSTANCE -> counted(groupNorm(x, channels));
      case GROUP -> counted(groupNorm(x, GROUPS));
    };
  }

  private Tensor batchNorm(Tensor x) {
    long channels = x.size(1);
    Tensor scale = vector(TorchValues.Initial.ONE, 1, channels);
    Tensor shift = vector(TorchValues.Initial.ZERO, 1, channels);
    Tensor mean = statistic(() -> zeros(channels));
    Tensor variance = statistic(() -> ones(channels));
    return batch_norm(
        x,
        Torch.optional(scale),
        Torch.optional(shift),
        Torch.optional(mean),
        Torch.optional(variance),
        !testing,
        MOMENTUM,
        EPSILON,
        false);
  }

  private Tensor groupNorm(Tensor x, long groups) {
    Tensor scale = vector(TorchValues.Initial.ONE, 1, x.size(1));
    Tensor shift = vector(TorchValues.Initial.ZERO, 1, x.size(1));
    return group_norm(x, groups, Torch.optional(scale), Torch.optional(shift), EPSILON, false);
  }

  private Tensor layerNorm(Tensor x) {
    long[] shape = {x.size(1), x.size(2), x.size(3)};
    long[] extents = {1, x.size(1), x.size(2), x.size(3)};
    Tensor scale = parameter(TorchValues.Initial.ONE, 1, shape, extents);
    Tensor shift = parameter(TorchValues.Initial.ZERO, 1, shape, extents);
    return layer_norm(x, shape, Torch.optional(scale), Torch.optional(shift), EPSILON, false);
  }

  /** A fully connected layer with bias, which reads maps flattened. */
  Tensor linear(Tensor x, long outputs) {
    boolean ofMaps = x.dim() == 4;
    Tensor flat = x.flatten(1, -1);
    long features = flat.size(1);
    long[] shape = {outputs, features};
    Tensor weight =
        parameter(
            TorchValues.Initial.BY_FAN_IN,
            features,
            shape,
            outputs,
            x.size(1),
            ofMaps ? x.size(2) : 1,
            ofMaps ? x.size(3) : 1);
    Tensor bias = vector(TorchValues.Initial.BY_FAN_IN, features, outputs);
    return counted(torch.linear(flat, weight, Torch.optional(bias)));
  }

  Tensor maxPool(Tensor x, long kernel, long stride, long padding) {
    return counted(
        max_pool2d(
            x,
            new long[] {kernel, kernel},
            new long[] {stride, stride},
            new long[] {padding, padding},
            ONE,
            false));
  }

  /** The means of squares of pixels side by side. */
  Tensor averagePool(Tensor x, long kernel) {
    long[] window = {kernel, kernel};
    return counted(avg_pool2d(x, window, window, NONE, false, true, new LongOptional()));
  }

  /** The channels of one tensor, then those of another. */
  Tensor concatenate(Tensor x, Tensor other) {
    return counted(cat(new TensorVector(x, other), 1));
  }

  /** The mean of every channel, [n, channels, 1, 1]. */
  Tensor globalAveragePool(Tensor x) {
    return counted(adaptive_avg_pool2d(x, ONE));
  }
}
