package org.echodc.network.zoo;

import java.util.List;
import java.util.Map;
import org.echodc.network.Network;
import org.echodc.network.Value;
import org.echodc.tensor.Shape;

/**
 * ResNet (He et al., CVPR 2016) as IDC and M3D have it, and ResNetAP, whose average pooling takes
 * the place of strides (Kim et al., ICML 2022). Weights of convolutions begin normally distributed
 * by fan-out (He et al., ICCV 2015).
 *
 * @param image [height, width, channels] of the images it reads
 * @param classes outputs of the classifier
 * @param depth layers with weights: 10, 18, 34 or 50; of {@link Form#CIFAR} 10 or 18
 * @param form which of the field's forms
 * @param norm of every convolution
 */
record ResNet(Shape image, int classes, int depth, Form form, Norm norm) {

  /** The forms that IDC's program has, and which of the two ways they halve images. */
  enum Form {
    /** Of width 64; halves by strides. */
    STRIDES(64, false),
    /** Of width 64; halves by average pooling. */
    POOLS(64, true),
    /** Of width 32 for CIFAR; halves by strides. */
    CIFAR(32, false),
    /** Of width 32 for CIFAR; halves by average pooling. */
    CIFAR_POOLS(32, true);

    private final int width;
    private final boolean pools;

    Form(int width, boolean pools) {
      this.width = width;
      this.pools = pools;
    }
  }

  private static final Map<Integer, List<Integer>> BLOCKS =
      Map.of(
          10, List.of(1, 1, 1, 1),
          18, List.of(2, 2, 2, 2),
          34, List.of(3, 4, 6, 3),
          50, List.of(3, 4, 6, 3));
  private static final int BOTTLENECKS_FROM = 50;
  private static final int BOTTLENECK = 4; // how much wider its last convolution is
  private static final int SMALL = 64; // pixels of images that begin at full size
  private static final int MIDDLE = 128;

  Network network() {
    Value x = introduction(Network.input(image));
    int in = form.width;
    List<Integer> blocks = BLOCKS.get(depth);
    for (int stage = 0; stage < blocks.size(); stage++) {
      int width = form.width << stage;
      for (int block = 0; block < blocks.get(stage); block++) {
        int stride = stage > 0 && block == 0 ? 2 : 1;
        x = depth < BOTTLENECKS_FROM ? basic(x, in, width, stride) : narrow(x, in, width, stride);
        in = depth < BOTTLENECKS_FROM ? width : BOTTLENECK * width;
      }
    }
    return x.globalAveragePool().classifier(classes);
  }

  /** The layers before the blocks, which depend on how large the images are. */
  private Value introduction(Value x) {
    int side = Math.max(image.extent(0), image.extent(1));
    if (side <= SMALL || form.width < SMALL) {
      return norm.of(convolution(x, form.width, 3, 1)).relu();
    }
    if (side <= MIDDLE) {
      Value same = norm.of(convolution(x, form.width, 3, 1)).relu();
      return form.pools ? same.averagePool(2, 2) : same.maxPool(3, 2, 1);
    }
    Value large = norm.of(convolution(x, form.width, 7, form.pools ? 1 : 2)).relu();
    return form.pools ? large.averagePool(4, 4) : large.maxPool(3, 2, 1);
  }

  private Value basic(Value x, int in, int width, int stride) {
    Value y = norm.of(convolution(x, width, 3, form.pools ? 1 : stride)).relu();
    y = norm.of(convolution(halved(y, stride), width, 3, 1));
    return y.add(shortcut(x, in, width, stride)).relu();
  }

  private Value narrow(Value x, int in, int width, int stride) {
    Value y = norm.of(convolution(x, width, 1, 1)).relu();
    y = norm.of(convolution(y, width, 3, form.pools ? 1 : stride)).relu();
    y = norm.of(convolution(halved(y, stride), BOTTLENECK * width, 1, 1));
    return y.add(shortcut(x, in, BOTTLENECK * width, stride)).relu();
  }

  private Value shortcut(Value x, int in, int width, int stride) {
    if (stride == 1 && in == width) {
      return x;
    }
    return norm.of(halved(convolution(x, width, 1, form.pools ? 1 : stride), stride));
  }

  private Value halved(Value x, int stride) {
    return form.pools && stride > 1 ? x.averagePool(stride, stride) : x;
  }

  private static Value convolution(Value x, int channels, int kernel, int stride) {
    return x.convolution(Convolutions.byFanOut(channels, kernel, stride));
  }
}
