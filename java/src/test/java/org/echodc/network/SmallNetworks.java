package org.echodc.network;

import org.echodc.network.layer.ConvolutionLayer;
import org.echodc.network.layer.InitialWeights;
import org.echodc.operation.layer.Activation;
import org.echodc.tensor.Shape;

/** Networks for tests. */
public final class SmallNetworks {
  private SmallNetworks() {}

  /**
   * A shortcut that joins again, parts that are fused and parts that are not, and a value with
   * three readers.
   */
  public static Network branching() {
    Value trunk = Network.input(Shape.of(12, 12, 3)).convolution(8, 3, 1, 1).instanceNorm();
    Value deep = trunk.convolution(8, 3, 1, 1).instanceNorm().relu().averagePool(2, 2);
    Value pooled = trunk.averagePool(2, 2);
    Value shortcut = trunk.convolution(8, 3, 2, 1).instanceNorm();
    Value joined = deep.add(shortcut).add(pooled);
    return Fusion.fuse(
        joined.convolution(4, 3, 1, 1).instanceNorm().relu().averagePool(2, 2).classifier(5));
  }

  /**
   * Every layer that the other networks lack: biases, normal weights, smooth activations, joined
   * channels, pooling of other windows, and fully connected layers.
   */
  public static Network varied() {
    Value trunk =
        Network.input(Shape.of(9, 9, 3))
            .convolution(
                new ConvolutionLayer(6, 3, 1, 1)
                    .withBias()
                    .withInitial(InitialWeights.NORMAL_BY_FAN_OUT))
            .activation(Activation.Function.SWISH);
    Value grown =
        trunk
            .convolution(new ConvolutionLayer(4, 1, 1, 0).withBias())
            .activation(Activation.Function.LEAKY_RELU)
            .concatenate(trunk);
    Value means = grown.globalAveragePool();
    Value hidden = grown.averagePool(3, 2).linear(7).activation(Activation.Function.SIGMOID);
    return Fusion.fuse(hidden.concatenate(means).linear(6).classifier(5));
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
    return Fusion.fuse(y.averagePool(2, 2).batchNorm().classifier(5));
  }
}
