package org.echodc.device.cudnn;

import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.layer.ColumnSumKernels;
import org.echodc.device.cudnn.MatrixProducts.Factor;
import org.echodc.device.cudnn.MatrixProducts.Size;
import org.echodc.operation.layer.Linear;
import org.echodc.tensor.Tensor;

/** A fully connected layer is three products; the kernel of column sums does the bias. */
final class CublasLinear {
  private final CudaContext context;
  private final MatrixProducts products;
  private final ColumnSumKernels columnSums;

  CublasLinear(CudaContext context, MatrixProducts products) {
    this.context = context;
    this.products = products;
    columnSums = new ColumnSumKernels(context);
  }

  void forward(Linear op) {
    int batch = op.src().shape().extent(0);
    int inputs = op.src().shape().extent(1);
    int outputs = op.dst().shape().extent(1);
    Linear.Parameters layer = op.parameters();
    Tensor product = context.workspace("linear product", op.dst().shape().elements());
    products.multiply(
        new Size(1, batch, inputs, outputs),
        Factor.of(op.src()),
        Factor.of(layer.weight()),
        product);
    columnSums.sum(1, product, layer.bias(), op.dst());
  }

  void backward(Linear.Backward op) {
    int batch = op.src().shape().extent(0);
    int inputs = op.src().shape().extent(1);
    int outputs = op.dstGradient().shape().extent(1);
    op.srcGradient()
        .ifPresent(
            srcGradient ->
                products.multiply(
                    new Size(1, batch, outputs, inputs),
                    Factor.of(op.dstGradient()),
                    Factor.transposed(op.parameters().weight()),
                    srcGradient));
    op.gradients()
        .ifPresent(
            gradients -> {
              products.multiply(
                  new Size(1, inputs, batch, outputs),
                  Factor.transposed(op.src()),
                  Factor.of(op.dstGradient()),
                  gradients.weight());
              columnSums.sum(batch, op.dstGradient(), gradients.bias());
            });
  }
}
