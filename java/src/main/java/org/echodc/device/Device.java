package org.echodc.device;

import java.util.List;
import org.echodc.device.operation.Augmentation;
import org.echodc.device.operation.AugmentationPolicy;
import org.echodc.device.operation.ConvBlock;
import org.echodc.device.operation.ConvBlockGradients;
import org.echodc.device.operation.ConvBlockSaved;
import org.echodc.device.operation.Convolution;
import org.echodc.device.operation.Decoding;
import org.echodc.device.operation.InstanceNorm;
import org.echodc.device.operation.Linear;
import org.echodc.device.operation.MixedLabels;
import org.echodc.device.operation.Mmd;
import org.echodc.device.operation.RandomKey;
import org.echodc.device.operation.Segments;
import org.echodc.device.operation.Sgd;
import org.echodc.device.operation.UniformSegment;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Memory, one in-order stream of work, and the operations of dataset condensation at matrix
 * granularity.
 *
 * <p>Images are NHWC, features are flattened in that order, FLOAT32 unless said otherwise. Every
 * operation overwrites its results and leaves its inputs alone; a result must not overlap an input.
 * Results are bitwise the same from run to run and for any number of threads. Operations may return
 * before their work is done; {@code download} and {@code synchronize} wait for it. In the steady
 * state (shapes seen before) they allocate nothing.
 *
 * <p>Arguments of wrong shape or type give an {@link IllegalArgumentException} that names the
 * operation, what was expected and what was given; failures of the device a {@link
 * DeviceException}. A device is used by one thread at a time.
 */
public interface Device extends AutoCloseable {

  /** What this device is. */
  DeviceInfo info();

  // Memory

  /**
   * Allocates a tensor whose contents are undefined.
   *
   * @throws DeviceException if there is not enough memory; says how much was asked for
   */
  Tensor allocate(DataType type, Shape shape);

  /** Bytes held by tensors and by the operations' workspaces. */
  long allocatedBytes();

  /** Copies host values into a FLOAT32 tensor of the same number of elements. */
  void upload(float[] src, Tensor dst);

  /** Copies host values into an INT32 tensor of the same number of elements. */
  void upload(int[] src, Tensor dst);

  /** Copies host values into a UINT8 tensor of the same number of elements. */
  void upload(byte[] src, Tensor dst);

  /** Waits for the work so far and copies a FLOAT32 tensor to the host. */
  void download(Tensor src, float[] dst);

  /** Waits for the work so far and copies an INT32 tensor to the host. */
  void download(Tensor src, int[] dst);

  /**
   * Copies a FLOAT32 tensor to the host behind the work so far, without waiting for it: what is
   * issued later may overwrite the tensor.
   */
  ReadBack readBack(Tensor src);

  /** Sets all elements of a FLOAT32 or INT32 tensor; for INT32 the value is rounded down. */
  void fill(Tensor dst, float value);

  // Stream

  /** Waits for the work so far. */
  void synchronize();

  /** Marks this point of the stream. */
  Event recordEvent();

  /**
   * Prepares operations to be issued many times, by {@link Recording#replay}. A device may record
   * them once and replay the record; therefore they must be the same operations on the same tensors
   * whenever they run, and neither copy to or from the host, nor allocate, nor wait.
   *
   * @param operations issues the operations on this device
   */
  Recording record(Runnable operations);

  // Random numbers

  /** Adds one to the INT32 [1] tensor that random keys read. */
  void advance(Tensor step);

  /**
   * Fills consecutive segments with uniform numbers. Element i of {@code dst} takes word {@code i %
   * 4} of block {@code i / 4}, group 0: {@code low + (high - low) u}.
   *
   * @param segments sizes that add up to the elements of {@code dst}
   */
  void initialize(RandomKey key, List<UniformSegment> segments, Tensor dst);

  /**
   * Draws entries of each group without replacement: {@code dst[k, j] = bounds[k] + p_k(first +
   * j)}, p_k a keyed permutation of the group's numbers 0 .. size - 1.
   *
   * <p>p_k is a balanced Feistel network of six rounds over the smallest domain {@code 2^(2h) >=
   * size} (h at least 1), applied again while the result is not below the size (cycle walking).
   * From x = (left = x >>> h, right = x mod 2^h), round r sets (left, right) = (right, left xor
   * (mix(right xor key_r) mod 2^h)), mix being MurmurHash3's 32-bit finaliser; key_0 .. key_5 are
   * the first six words of blocks 0 and 1, group k.
   *
   * @param segments the groups
   * @param first position in the permutation at which to begin
   * @param dst INT32 [groups, count], {@code first + count} at most the size of every group
   */
  void sample(RandomKey key, Segments segments, int first, Tensor dst);

  /**
   * Draws the parameters of an augmentation, one row a group g. Words of group g: block 0 flip,
   * brightness, saturation, contrast; block 1 choice of the warp (uniform over those in the policy,
   * in their order), first and second parameter; block 2 cutout row and column. Whole numbers in
   * [low, high] are {@code low + floor(u (high - low + 1))}; cutout centres lie in [0, size] for an
   * even side of the square and in [0, size - 1] for an odd one. What the policy lacks is neutral.
   *
   * @param imageSize height and width of the images
   * @param dst FLOAT32 [groups, {@code AugmentationColumn.COUNT}]
   */
  void drawAugmentation(RandomKey key, AugmentationPolicy policy, int imageSize, Tensor dst);

  // Images

  /**
   * Gathers images, normalises and then augments them.
   *
   * @param images UINT8 (pixel = byte / 255) or FLOAT32 [n, height, width, channels]
   * @param indices INT32, any shape, one index a gathered image, in [0, n)
   * @param dst FLOAT32 [indices, height, width, channels]
   */
  void gather(
      Tensor images,
      Normalization normalization,
      Tensor indices,
      Augmentation augmentation,
      Tensor dst);

  /**
   * Gathers single numbers: {@code dst[i] = values[indices[i]]}.
   *
   * @param values INT32 [n]
   * @param indices INT32, any shape
   * @param dst INT32, as many elements as {@code indices}
   */
  void gatherLabels(Tensor values, Tensor indices, Tensor dst);

  /**
   * Decodes synthetic images, normalises and then augments them.
   *
   * @param stored FLOAT32 [classes ipc, height, width, channels], pixels, class by class
   * @param selection INT32, any shape, the number of each decoded image (see {@link Decoding})
   * @param dst FLOAT32 [selection, height, width, channels]
   */
  void decode(
      Tensor stored,
      Decoding decoding,
      Tensor selection,
      Normalization normalization,
      Augmentation augmentation,
      Tensor dst);

  /**
   * Gradient of {@link #decode} w.r.t. the stored pixels; tiles that were not selected get 0.
   *
   * @param dstGradient FLOAT32 [selection, height, width, channels]
   * @param selection as in the forward pass; no number twice
   * @param storedGradient FLOAT32 [classes ipc, height, width, channels]
   */
  void decodeBackward(
      Tensor dstGradient,
      Decoding decoding,
      Tensor selection,
      Normalization normalization,
      Augmentation augmentation,
      Tensor storedGradient);

  /**
   * CutMix (Yun et al., ICCV 2019) of a batch with a permutation of itself, mixing ratio uniform in
   * [0, 1), that is Beta(1, 1).
   *
   * <p>Words of group 0, block 0: whether to mix (u &lt; probability), ratio r, row and column of
   * the box's centre, {@code floor(u size)}. The box has half-extents {@code floor(side sqrt(1 -
   * r)) / 2} (whole division) and is clipped. Image i takes the box from image p(i), p the keyed
   * permutation of {@link #sample} with group 1. The weight is 1 - clipped box area / image area.
   *
   * @param src [batch, height, width, channels]
   * @param dst like {@code src}
   * @param labels its labels are read, its partners and weight written
   */
  void cutMix(RandomKey key, float probability, Tensor src, Tensor dst, MixedLabels labels);

  // Network

  /**
   * In which type results between blocks, gradients w.r.t. them and kept convolutions are best
   * stored, on the way to features and back to images. The features and all else are FLOAT32; a
   * device that answers BFLOAT16 takes these tensors of both types in {@link #convBlockForward}
   * and, where no gradients of parameters are asked for, in {@link #convBlockBackward}.
   *
   * @param blocks of a network
   * @param src shape of its input
   */
  default DataType activationType(List<ConvBlock> blocks, Shape src) {
    return DataType.FLOAT32;
  }

  /** {@link ConvBlock} without keeping anything: images that need no gradient. */
  void convBlockForward(ConvBlock block, Tensor src, Tensor dst);

  /**
   * {@link ConvBlock} that keeps what the backward pass needs for the last {@code saved.images()}
   * images of the batch.
   *
   * @param src [batch, height, width, in]
   * @param dst [batch, pooled height, pooled width, out]
   */
  void convBlockForward(ConvBlock block, Tensor src, Tensor dst, ConvBlockSaved saved);

  /**
   * Gradients of a block.
   *
   * @param saved of the forward pass, as many images as {@code dstGradient}
   * @param dstGradient w.r.t. the block's result
   * @param gradients what to write
   */
  void convBlockBackward(
      ConvBlock block, ConvBlockSaved saved, Tensor dstGradient, ConvBlockGradients gradients);

  /** Convolution of [batch, height, width, in] into [batch, height', width', out]. */
  void convolutionForward(Convolution convolution, Tensor src, Tensor dst);

  /** Gradient of a convolution w.r.t. its input. */
  void convolutionBackwardInput(Convolution convolution, Tensor dstGradient, Tensor srcGradient);

  /** Gradient of a convolution w.r.t. its weight, summed over the batch. */
  void convolutionBackwardWeight(
      Convolution convolution, Tensor src, Tensor dstGradient, Tensor weightGradient);

  /** Instance normalisation of [batch, height, width, channels]. */
  void instanceNormForward(
      InstanceNorm norm, Tensor src, Tensor dst, InstanceNorm.Statistics statistics);

  /**
   * Gradients of an instance normalisation.
   *
   * @param src forward input
   * @param statistics of the forward pass
   * @param dstGradient w.r.t. the result
   * @param srcGradient w.r.t. the input
   * @param parameterGradients w.r.t. scale and shift, summed over the batch
   */
  void instanceNormBackward(
      InstanceNorm norm,
      Tensor src,
      InstanceNorm.Statistics statistics,
      Tensor dstGradient,
      Tensor srcGradient,
      InstanceNorm parameterGradients);

  /** 2x2 average pooling of stride 2; an odd last row or column is dropped. */
  void averagePoolForward(Tensor src, Tensor dst);

  /** Gradient of 2x2 average pooling; a dropped row or column gets 0. */
  void averagePoolBackward(Tensor dstGradient, Tensor srcGradient);

  /** Elementwise sum of two tensors of the same shape. */
  void add(Tensor left, Tensor right, Tensor dst);

  /** Fully connected layer: [batch, in] to [batch, out]. */
  void linearForward(Linear linear, Tensor src, Tensor dst);

  /** Gradients of a fully connected layer w.r.t. its input and its parameters. */
  void linearBackward(
      Linear linear, Tensor src, Tensor dstGradient, Tensor srcGradient, Linear gradients);

  /**
   * Softmax cross-entropy, mean over the batch, and its gradient.
   *
   * @param logits [batch, classes]
   * @param loss [1]
   * @param gradient [batch, classes]
   */
  void softmaxCrossEntropy(Tensor logits, MixedLabels labels, Tensor loss, Tensor gradient);

  /**
   * Counts rows whose largest entry (the first of equal ones) is at the label.
   *
   * @param logits [batch, classes]
   * @param labels INT32 [batch]
   * @param correct INT32 [1]; the count is added to it
   */
  void countCorrect(Tensor logits, Tensor labels, Tensor correct);

  // Matching and optimisation

  /**
   * Gradient of the discrepancy of each class w.r.t. its synthetic features, without its value: the
   * real-real term is not computed.
   *
   * @param synthetic [classes, M, D]
   * @param real [classes, N, D]
   * @param gradient [classes, M, D]
   */
  void mmdGradient(Mmd mmd, Tensor synthetic, Tensor real, Tensor gradient);

  /** {@link #mmdGradient} and the discrepancies themselves, {@code loss} being [classes]. */
  void mmd(Mmd mmd, Tensor synthetic, Tensor real, Tensor gradient, Tensor loss);

  /** One step of {@link Sgd}; all three tensors have the same number of elements. */
  void sgdStep(Sgd sgd, Tensor parameters, Tensor gradient, Tensor velocity);

  @Override
  void close();
}
