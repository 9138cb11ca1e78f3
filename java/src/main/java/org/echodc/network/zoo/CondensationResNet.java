package org.echodc.network.zoo;

import org.echodc.network.Network;
import org.echodc.network.Value;
import org.echodc.tensor.Shape;

/**
 * ResNet-18 of the cross-architecture tables of DC, DM and NCFM (Zhao and Bilen's program): full
 * size up to the first block, weights uniform by fan-in.
 *
 * @param image [height, width, channels] of the images it reads
 * @param classes outputs of the classifier
 * @param norm of every convolution
 * @param pools whether average pooling halves, its features then being the last maps whole
 */
record CondensationResNet(Shape image, int classes, Norm norm, boolean pools) {
  private static final int STAGES = 4;
  private static final int WIDTH = 64;

  Network network() {
    Value x = norm.of(Network.input(image).convolution(WIDTH, 3, 1, 1)).relu();
    for (int stage = 0; stage < STAGES; stage++) {
      x = block(x, WIDTH << stage, stage > 0);
      x = block(x, WIDTH << stage, false);
    }
    return (pools ? x : x.averagePool(4, 4)).classifier(classes);
  }

  private Value block(Value x, int width, boolean halve) {
    int stride = halve && !pools ? 2 : 1;
    Value y = norm.of(x.convolution(width, 3, stride, 1)).relu();
    y = norm.of((halve && pools ? y.averagePool(2, 2) : y).convolution(width, 3, 1, 1));
    if (!halve) {
      return y.add(x).relu();
    }
    Value shortcut = x.convolution(width, 1, stride, 0);
    return y.add(norm.of(pools ? shortcut.averagePool(2, 2) : shortcut)).relu();
  }
}
