package org.echodc.benchmarks.peers.network;

/**
 * A convolution.
 *
 * @param channels of the result
 * @param kernel side of the window
 * @param stride pixels from window to window
 * @param padding zeros around the images
 * @param bias whether it has one
 * @param initial of its weights
 */
public record TorchConvolution(
    int channels, int kernel, int stride, int padding, boolean bias, TorchValues.Initial initial) {

  /** With bias and stride 1, weights as PyTorch draws them. */
  static TorchConvolution biased(int channels, int kernel, int padding) {
    return new TorchConvolution(channels, kernel, 1, padding, true, TorchValues.Initial.BY_FAN_IN);
  }

  /** Without bias, its padding keeping the size at stride 1; weights as PyTorch draws them. */
  static TorchConvolution plain(int channels, int kernel, int stride) {
    return new TorchConvolution(
        channels, kernel, stride, kernel / 2, false, TorchValues.Initial.BY_FAN_IN);
  }

  /** Without bias, its padding keeping the size at stride 1; weights normal by fan-out. */
  static TorchConvolution byFanOut(int channels, int kernel, int stride) {
    return new TorchConvolution(
        channels, kernel, stride, kernel / 2, false, TorchValues.Initial.BY_FAN_OUT);
  }
}
