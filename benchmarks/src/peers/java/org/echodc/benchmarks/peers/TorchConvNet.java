package org.echodc.benchmarks.peers;

import static org.bytedeco.pytorch.global.torch.avg_pool2d;
import static org.bytedeco.pytorch.global.torch.conv2d;
import static org.bytedeco.pytorch.global.torch.group_norm;
import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.rand;
import static org.bytedeco.pytorch.global.torch.ones;
import static org.bytedeco.pytorch.global.torch.zeros;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.echodc.device.Precision;
import org.echodc.network.zoo.ConvNet;

/**
 * ConvNet of blocks of 3x3 convolution, group normalisation with one group a channel (which is an
 * instance normalisation), ReLU and 2x2 average pooling, and a linear classifier.
 */
final class TorchConvNet {
  private static final double EPSILON = 1e-5;
  private static final long[] ONE = {1, 1};
  private static final long[] TWO = {2, 2};
  private static final long[] NONE = {0, 0};

  /**
   * Parameters of a block.
   *
   * @param weight [out, in, 3, 3]
   * @param bias [out]; the normalisation cancels it, but the published networks have it
   * @param scale [out]
   * @param shift [out]
   * @param padding zeros around the image
   */
  record Block(Tensor weight, Tensor bias, Tensor scale, Tensor shift, long padding) {

    Block in(MemoryFormat format) {
      return new Block(weight.contiguous(format), bias, scale, shift, padding);
    }
  }

  /**
   * Parameters of the classifier.
   *
   * @param weight [classes, features], features in the order of channels, rows, columns
   * @param bias [classes]
   */
  record Classifier(Tensor weight, Tensor bias) {}

  /**
   * How PyTorch runs the network.
   *
   * @param format memory format of weights and activations
   * @param precision FP32, or BF16 for autocasting
   */
  record Mode(MemoryFormat format, Precision precision) {

    /** Refuses precisions that PyTorch's CPU kernels do not have. */
    Mode {
      if (precision == Precision.TF32) {
        throw new IllegalArgumentException("PyTorch has no TF32 on a CPU");
      }
    }
  }

  private final List<Block> blocks;
  private final Classifier classifier;
  private final Mode mode;

  /** A network with the given parameters; they need no gradients until {@link #train}. */
  TorchConvNet(List<Block> blocks, Classifier classifier, Mode mode) {
    this.blocks = blocks.stream().map(block -> block.in(mode.format())).toList();
    this.classifier = classifier;
    this.mode = mode;
  }

  /** Draws weights and biases uniformly within +-1/sqrt(fan_in). */
  static TorchConvNet random(ConvNet spec, Mode mode) {
    List<Block> blocks = new ArrayList<>();
    int width = spec.width();
    int in = spec.image().extent(2);
    for (int block = 0; block < spec.depth(); block++) {
      blocks.add(
          new Block(
              symmetric(9 * in, width, in, 3, 3),
              symmetric(9 * in, width),
              ones(width),
              zeros(width),
              spec.padding(block)));
      in = width;
    }
    int features = spec.network().features();
    return new TorchConvNet(
        blocks,
        new Classifier(
            symmetric(features, spec.classes(), features), symmetric(features, spec.classes())),
        mode);
  }

  private static Tensor symmetric(int fanIn, long... extents) {
    double bound = 1 / Math.sqrt(fanIn);
    return rand(extents).mul(Torch.scalar(2 * bound)).sub(Torch.scalar(bound));
  }

  /** Features FLOAT32 [n, D] of normalised images [n, channels, height, width]. */
  Tensor features(Tensor images) {
    return Torch.only(() -> inMode(() -> embed(images)).to(ScalarType.Float));
  }

  /** Logits FLOAT32 [n, classes] of normalised images [n, channels, height, width]. */
  Tensor logits(Tensor images) {
    return Torch.only(
        () ->
            inMode(
                    () ->
                        linear(
                            embed(images),
                            classifier.weight(),
                            Torch.optional(classifier.bias())))
                .to(ScalarType.Float));
  }

  private Tensor inMode(Supplier<Tensor> computation) {
    return mode.precision() == Precision.BF16 ? Torch.autocast(computation) : computation.get();
  }

  private Tensor embed(Tensor images) {
    // Not contiguous(): one-channel images are so in both formats, and convolutions would then go by
    // strides that are left over from other operations.
    Tensor x = images.clone(new MemoryFormatOptional(mode.format()));
    for (Block block : blocks) {
      Tensor src = x;
      x = Torch.only(() -> forward(block, src));
    }
    return x.flatten(1, -1);
  }

  private static Tensor forward(Block block, Tensor src) {
    long[] padding = {block.padding(), block.padding()};
    Tensor convolved =
        conv2d(src, block.weight(), Torch.optional(block.bias()), ONE, padding, ONE, 1);
    Tensor normalized =
        group_norm(
            convolved,
            block.scale().numel(),
            Torch.optional(block.scale()),
            Torch.optional(block.shift()),
            EPSILON,
            false);
    return avg_pool2d(normalized.relu_(), TWO, TWO, NONE, false, true, new LongOptional());
  }

  /** Asks for the gradients of all parameters, which it returns. */
  TensorVector train() {
    TensorVector parameters = new TensorVector();
    for (Block block : blocks) {
      parameters.push_back(block.weight());
      parameters.push_back(block.bias());
      parameters.push_back(block.scale());
      parameters.push_back(block.shift());
    }
    parameters.push_back(classifier.weight());
    parameters.push_back(classifier.bias());
    for (long i = 0; i < parameters.size(); i++) {
      parameters.get(i).set_requires_grad(true);
    }
    return parameters;
  }

  List<Block> blocks() {
    return blocks;
  }

  Classifier classifier() {
    return classifier;
  }
}
