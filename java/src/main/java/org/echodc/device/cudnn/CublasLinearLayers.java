package org.echodc.device.cudnn;

import org.echodc.device.cuda.ColumnSumKernels;
import org.echodc.device.cuda.CudaContext;
import org.echodc.device.cuda.LinearLayers;
import org.echodc.device.cudnn.MatrixProducts.Factor;
import org.echodc.device.cudnn.MatrixProducts.Size;
import org.echodc.operation.Linear;
import org.echodc.tensor.Tensor;

/** A fully connected layer is three products; the kernel of column sums does the bias. */
final class CublasLinearLayers implements LinearLayers {
  private final CudaContext context;
  private final MatrixProducts products;
  private final ColumnSumKernels columnSums;

  CublasLinearLayers(CudaContext context, MatrixProducts products, ColumnSumKernels columnSums) {
    this.context = context;
    this.products = products;
    this.columnSums = columnSums;
  }

  @Override
  public void forward(Linear.Parameters layer, Tensor src, Tensor dst) {
    int batch = src.shape().extent(0);
    int inputs = src.shape().extent(1);
    int outputs = dst.shape().extent(1);
    Tensor product = context.workspace("linear product", dst.shape().elements());
    products.multiply(
        new Size(1, batch, inputs, outputs), Factor.of(src), Factor.of(layer.weight()), product);
    columnSums.sum(1, product, layer.bias(), dst);
  }

  @Override
  public void backward(
      Linear.Parameters layer,
      Tensor src,
      Tensor dstGradient,
      Tensor srcGradient,
      Linear.Parameters gradients) {
    int batch = src.shape().extent(0);
    int inputs = src.shape().extent(1);
    int outputs = dstGradient.shape().extent(1);
    products.multiply(
        new Size(1, batch, outputs, inputs),
        Factor.of(dstGradient),
        Factor.transposed(layer.weight()),
        srcGradient);
    products.multiply(
        new Size(1, inputs, batch, outputs),
        Factor.transposed(src),
        Factor.of(dstGradient),
        gradients.weight());
    columnSums.sum(batch, dstGradient, gradients.bias());
  }
}
