package org.echodc.network;

import org.echodc.tensor.Shape;

/** Networks for tests. */
public final class Networks {
  private Networks() {}

  /**
   * A shortcut that joins again, parts that are fused and parts that are not, and a value with
   * three readers.
   */
  public static Network branching() {
    Value trunk = Network.input(Shape.of(12, 12, 3)).convolution(8, 3, 1, 1).instanceNorm();
    Value deep = trunk.convolution(8, 3, 1, 1).instanceNorm().relu().averagePool();
    Value pooled = trunk.averagePool();
    Value shortcut = trunk.convolution(8, 3, 2, 1).instanceNorm();
    Value joined = deep.add(shortcut).add(pooled);
    return Fusion.fuse(
        joined.convolution(4, 3, 1, 1).instanceNorm().relu().averagePool().classifier(5));
  }

  /** Layers of which none can be fused with another. */
  public static Network unfused() {
    Value trunk = Network.input(Shape.of(12, 12, 3)).convolution(8, 3, 1, 1).relu();
    return Fusion.fuse(trunk.maxPool(3, 2, 1).convolution(4, 3, 1, 1).relu().classifier(5));
  }

  /** Every normalisation that is not over a channel of an image, two of them with state. */
  public static Network normalized() {
    Value x = Network.input(Shape.of(12, 12, 3)).convolution(8, 3, 1, 1).batchNorm().relu();
    Value y = x.maxPool(2, 2, 0).groupNorm(2).relu().convolution(4, 3, 1, 1).layerNorm();
    return Fusion.fuse(y.averagePool().batchNorm().classifier(5));
  }
}
