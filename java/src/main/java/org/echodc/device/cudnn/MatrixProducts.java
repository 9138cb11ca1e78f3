package org.echodc.device.cudnn;

import static jcuda.jcublas.JCublas2.cublasSgeam;
import static jcuda.jcublas.JCublas2.cublasSgemmStridedBatched;

import jcuda.Pointer;
import jcuda.jcublas.cublasOperation;
import org.echodc.tensor.Tensor;

/**
 * Products and transposes of row-major matrices. cuBLAS reads matrices column by column, where the
 * same memory is the transposed matrix; so the factors change places.
 */
final class MatrixProducts {
  private final CublasHandle cublas;

  MatrixProducts(CublasHandle cublas) {
    this.cublas = cublas;
  }

  /**
   * Sizes of {@code batch} products [rows, inner] x [inner, columns], whose matrices follow each
   * other.
   */
  record Size(int batch, int rows, int inner, int columns) {}

  /**
   * One side of a product.
   *
   * @param values of the matrices
   * @param transposed whether they are stored the other way round
   */
  record Factor(Tensor values, boolean transposed) {
    static Factor of(Tensor values) {
      return new Factor(values, false);
    }

    static Factor transposed(Tensor values) {
      return new Factor(values, true);
    }

    private int operation() {
      return transposed ? cublasOperation.CUBLAS_OP_T : cublasOperation.CUBLAS_OP_N;
    }
  }

  /** {@code dst = alpha left right + beta dst}; where beta is 0, dst may hold anything. */
  void multiply(Size size, float alpha, Factor left, Factor right, float beta, Tensor dst) {
    cublas.run(
        "matrix product",
        handle ->
            cublasSgemmStridedBatched(
                handle,
                right.operation(),
                left.operation(),
                size.columns(),
                size.rows(),
                size.inner(),
                Pointer.to(new float[] {alpha}),
                cublas.pointer(right.values()),
                right.transposed() ? size.inner() : size.columns(),
                (long) size.inner() * size.columns(),
                cublas.pointer(left.values()),
                left.transposed() ? size.rows() : size.inner(),
                (long) size.rows() * size.inner(),
                Pointer.to(new float[] {beta}),
                cublas.pointer(dst),
                size.columns(),
                (long) size.rows() * size.columns(),
                size.batch()));
  }

  /** {@code dst = left right}. */
  void multiply(Size size, Factor left, Factor right, Tensor dst) {
    multiply(size, 1, left, right, 0, dst);
  }

  /** Copies src [rows, columns] to dst [columns, rows]. */
  void transpose(int rows, int columns, Tensor src, Tensor dst) {
    cublas.run(
        "transpose",
        handle ->
            cublasSgeam(
                handle,
                cublasOperation.CUBLAS_OP_T,
                cublasOperation.CUBLAS_OP_N,
                rows,
                columns,
                CudnnHandle.ONE,
                cublas.pointer(src),
                columns,
                CudnnHandle.ZERO,
                cublas.pointer(dst),
                rows,
                cublas.pointer(dst),
                rows));
  }
}
