package org.echodc.condense;

import org.echodc.data.ImageSet;
import org.echodc.device.memory.TensorScope;
import org.echodc.operation.mmd.Segments;
import org.echodc.tensor.Tensor;

/**
 * The real images in device memory, uploaded once.
 *
 * @param pixels UINT8 [n, height, width, channels], sorted by class
 * @param classes the images of each class
 */
public record RealImages(Tensor pixels, Segments classes) {

  /** Uploads images. */
  public static RealImages upload(TensorScope memory, ImageSet images) {
    return new RealImages(
        memory.upload(images.pixels(), images.shape()),
        Segments.of(images.bounds(), memory::upload));
  }
}
