package org.echodc.network.zoo;

import org.echodc.network.Fusion;
import org.echodc.network.Network;
import org.echodc.network.Value;
import org.echodc.tensor.Shape;

/**
 * ConvNet-{@code depth} of Gidaris and Komodakis (CVPR 2018) as used by dataset condensation:
 * blocks of a 3x3 convolution, instance normalisation, ReLU and 2x2 average pooling. The
 * convolutions have no bias: the normalisation would subtract it again.
 *
 * @param image [height, width, channels] of the images it reads
 * @param classes outputs of the classifier
 * @param width channels of every block
 * @param depth number of blocks; each halves height and width
 */
public record ConvNet(Shape image, int classes, int width, int depth) {

  /** Checks that the numbers make a network. */
  public ConvNet {
    if (image.rank() != 3 || classes < 1 || width < 1 || depth < 1) {
      throw new IllegalArgumentException(
          "no ConvNet has images "
              + image
              + ", "
              + classes
              + " classes, width "
              + width
              + " and depth "
              + depth);
    }
    int smallest = Math.min(image.extent(0), image.extent(1)) + 2 * padding(image, 0) - 2;
    if (smallest >> depth < 1) {
      throw new IllegalArgumentException(
          "ConvNet of depth "
              + depth
              + " is too deep for images "
              + image
              + ": each block halves them");
    }
  }

  /** One-channel images of 28 x 28 become 32 x 32 in the first block; else sizes stay. */
  private static int padding(Shape image, int block) {
    return block == 0 && image.equals(Shape.of(28, 28, 1)) ? 3 : 1;
  }

  /** Zeros around the images of a block. */
  public int padding(int block) {
    return padding(image, block);
  }

  /** Its graph, fused. */
  public Network network() {
    Value x = Network.input(image);
    for (int block = 0; block < depth; block++) {
      x = x.convolution(width, 3, 1, padding(block)).instanceNorm().relu().averagePool(2, 2);
    }
    return Fusion.fuse(x.classifier(classes));
  }
}
