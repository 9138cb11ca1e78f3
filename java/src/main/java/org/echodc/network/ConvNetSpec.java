package org.echodc.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.echodc.operation.ConvBlock;
import org.echodc.operation.Operation;
import org.echodc.operation.UniformSegment;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Outline;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.echodc.text.Text;

/**
 * Architecture ConvNet-{@code depth} of Gidaris and Komodakis (CVPR 2018) as used by dataset
 * condensation: {@code depth} blocks of {@code width} channels and a linear classifier.
 *
 * @param image [height, width, channels] of the images it reads
 * @param classes outputs of the classifier
 * @param width channels of every block
 * @param depth number of blocks; each halves height and width
 */
public record ConvNetSpec(Shape image, int classes, int width, int depth) {

  /** Checks that the numbers make a network. */
  public ConvNetSpec {
    if (image.rank() != 3 || classes < 1 || width < 1 || depth < 1) {
      throw new IllegalArgumentException(
          Text.format(
              "no ConvNet has images %s, %d classes, width %d and depth %d",
              image, classes, width, depth));
    }
    int smallest = Math.min(image.extent(0), image.extent(1));
    if ((smallest + growth(image, 0)) >> depth < 1) {
      throw new IllegalArgumentException(
          Text.format(
              "ConvNet of depth %d is too deep for images %s: each block halves them",
              depth, image));
    }
  }

  /** Pixels by which a block's padding enlarges the image before pooling. */
  private static int growth(Shape image, int block) {
    return 2 * padding(image, block) - 2;
  }

  /** One-channel images of 28 x 28 become 32 x 32 in the first block; else sizes stay. */
  private static int padding(Shape image, int block) {
    return block == 0 && image.equals(Shape.of(28, 28, 1)) ? 3 : 1;
  }

  /** Zeros around the images of a block. */
  public int padding(int block) {
    return padding(image, block);
  }

  /** Channels that a block reads. */
  public int inputChannels(int block) {
    return block == 0 ? image.extent(2) : width;
  }

  /** Shape of a batch before the given block; {@code depth} gives the last block's result. */
  public Shape blockInput(int block, int batch) {
    int rows = image.extent(0);
    int columns = image.extent(1);
    for (int i = 0; i < block; i++) {
      rows = (rows + growth(image, i)) / 2;
      columns = (columns + growth(image, i)) / 2;
    }
    return Shape.of(batch, rows, columns, inputChannels(block));
  }

  /** Shape of a batch between convolution and pooling of the given block. */
  public Shape convolution(int block, int batch) {
    Shape input = blockInput(block, batch);
    int growth = growth(image, block);
    return Shape.of(batch, input.extent(1) + growth, input.extent(2) + growth, width);
  }

  /** Length D of a feature vector: the last block's result, flattened. */
  public int features() {
    return Math.toIntExact(blockInput(depth, 1).elements());
  }

  /**
   * Initial distribution of all parameters, in the order of {@link ConvNetParameters}: weights and
   * biases uniform in +-1/sqrt(fan_in), normalisation factors 1 and shifts 0.
   */
  public List<UniformSegment> initialDistribution() {
    List<UniformSegment> segments = new ArrayList<>();
    for (int block = 0; block < depth; block++) {
      int fanIn = 9 * inputChannels(block);
      segments.add(symmetric(fanIn * width, fanIn));
      segments.add(new UniformSegment(width, 1, 1));
      segments.add(new UniformSegment(width, 0, 0));
    }
    segments.add(symmetric(features() * classes, features()));
    segments.add(symmetric(classes, features()));
    return List.copyOf(segments);
  }

  private static UniformSegment symmetric(int size, int fanIn) {
    float bound = (float) (1 / Math.sqrt(fanIn));
    return new UniformSegment(size, -bound, bound);
  }

  /**
   * Type of the activations between the blocks, on the way to features and back to images: BFLOAT16
   * where a device supports it in every block, else FLOAT32.
   */
  public DataType activationType(Predicate<Operation> supports) {
    for (int block = 0; block < depth; block++) {
      DataType src = block == 0 ? DataType.FLOAT32 : DataType.BFLOAT16;
      DataType dst = block == depth - 1 ? DataType.FLOAT32 : DataType.BFLOAT16;
      ConvBlock.Parameters parameters =
          new ConvBlock.Parameters(
              floats(3, 3, inputChannels(block), width),
              floats(width),
              floats(width),
              padding(block));
      ConvBlock.Saved saved =
          new ConvBlock.Saved(
              Outline.of(DataType.BFLOAT16, convolution(block, 1)),
              floats(1, width),
              floats(1, width));
      Tensor input = Outline.of(src, blockInput(block, 1));
      Tensor result = Outline.of(dst, blockInput(block + 1, 1));
      if (!supports.test(new ConvBlock(parameters, input, result, Optional.of(saved)))
          || !supports.test(
              new ConvBlock.Backward(
                  parameters, saved, result, ConvBlock.Gradients.ofInput(input)))) {
        return DataType.FLOAT32;
      }
    }
    return DataType.BFLOAT16;
  }

  private static Tensor floats(int... extents) {
    return Outline.of(DataType.FLOAT32, Shape.of(extents));
  }

  /**
   * Floating-point operations of the convolutions and the classifier for one image forward, a
   * multiplication and an addition counting as two. The gradient w.r.t. the image costs the same.
   */
  public long forwardFlops() {
    long flops = 2L * features() * classes;
    for (int block = 0; block < depth; block++) {
      flops += 2L * 9 * inputChannels(block) * convolution(block, 1).elements();
    }
    return flops;
  }
}
