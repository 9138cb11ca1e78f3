package org.echodc.device.cuda.layer;

import java.util.List;
import org.echodc.operation.layer.Convolution;
import org.echodc.tensor.Shape;

/** What all kernels of convolutions are told of their shape. */
final class ConvolutionArguments {

  private ConvolutionArguments() {}

  /** Pixels of all images. */
  static int pixels(Shape images) {
    return Math.toIntExact((long) images.extent(0) * images.extent(1) * images.extent(2));
  }

  /**
   * The first arguments of every kernel.
   *
   * @param pixels that the kernel goes through
   * @param src shape of the convolution's input
   * @param dst shape of its result
   */
  static List<Integer> of(int pixels, Shape src, Shape dst, Convolution.Filter filter) {
    return List.of(
        pixels,
        src.extent(1),
        src.extent(2),
        src.extent(3),
        dst.extent(1),
        dst.extent(2),
        dst.extent(3),
        filter.kernel(),
        filter.stride(),
        filter.padding());
  }
}
