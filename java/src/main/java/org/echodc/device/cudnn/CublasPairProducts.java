package org.echodc.device.cudnn;

import java.util.Optional;
import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.mmd.FeatureShape;
import org.echodc.device.cuda.mmd.Features;
import org.echodc.device.cuda.mmd.PairProducts;
import org.echodc.device.cuda.mmd.StackedFeatureKernels;
import org.echodc.device.cudnn.MatrixProducts.Factor;
import org.echodc.device.cudnn.MatrixProducts.Size;
import org.echodc.tensor.Tensor;

/**
 * Stacks the features, as a framework concatenates them, and multiplies all classes in one call.
 */
final class CublasPairProducts implements PairProducts {
  private final StackedFeatureKernels stacking;
  private final MatrixProducts products;

  CublasPairProducts(CudaContext context, MatrixProducts products) {
    stacking = new StackedFeatureKernels(context);
    this.products = products;
  }

  @Override
  public void gram(Features features, Tensor gram) {
    FeatureShape shape = features.shape();
    Tensor stacked = stacking.stack(features);
    products.multiply(
        new Size(shape.classes(), shape.rows(), shape.dimensions(), shape.rows()),
        Factor.of(stacked),
        Factor.transposed(stacked),
        gram);
  }

  @Override
  public void gradient(
      Features features, Tensor weights, Optional<Tensor> weightSums, Tensor gradient) {
    FeatureShape shape = features.shape();
    weightSums.ifPresent(sums -> stacking.scaleRows(shape, sums, gradient));
    products.multiply(
        new Size(shape.classes(), shape.synthetic(), shape.rows(), shape.dimensions()),
        -1,
        Factor.of(weights),
        Factor.of(stacking.stacked(shape)),
        weightSums.isPresent() ? 1 : 0,
        gradient);
  }
}
