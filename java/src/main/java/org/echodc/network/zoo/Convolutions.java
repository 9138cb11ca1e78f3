package org.echodc.network.zoo;

import org.echodc.network.layer.ConvolutionLayer;
import org.echodc.network.layer.InitialWeights;

/** The convolutions that the networks of the field are made of. */
final class Convolutions {
  private Convolutions() {}

  /** Of stride 1, with bias. */
  static ConvolutionLayer biased(int channels, int kernel, int padding) {
    return new ConvolutionLayer(channels, kernel, 1, padding).withBias();
  }

  /** Of stride 1, with a bias unless the normalisation behind it would subtract that. */
  static ConvolutionLayer before(Norm norm, int channels, int kernel, int padding) {
    ConvolutionLayer layer = new ConvolutionLayer(channels, kernel, 1, padding);
    return norm.subtractsBias() ? layer : layer.withBias();
  }

  /** Without bias, of the padding that keeps the size at stride 1, normal by fan-out at first. */
  static ConvolutionLayer byFanOut(int channels, int kernel, int stride) {
    return new ConvolutionLayer(channels, kernel, stride, kernel / 2)
        .withInitial(InitialWeights.NORMAL_BY_FAN_OUT);
  }
}
