package org.echodc.device.cuda;

import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.driver.Grid;
import org.echodc.device.cuda.driver.Kernel;
import org.echodc.device.cuda.driver.KernelModule;
import org.echodc.operation.layer.MixedLabels;
import org.echodc.operation.layer.SoftmaxCrossEntropy;
import org.echodc.operation.training.CountCorrect;
import org.echodc.tensor.Tensor;

/** Launches {@code cross_entropy.cu}. */
public final class CrossEntropyKernels {
  private static final int THREADS = 256;
  private static final int ROWS_OF_BLOCK = THREADS / Grid.WARP;

  private final CudaContext context;
  private final Kernel softmaxCrossEntropy;
  private final Kernel negativeLogLikelihood;
  private final Kernel meanLoss;
  private final Kernel countCorrect;

  /** Loads them. */
  public CrossEntropyKernels(CudaContext context) {
    this.context = context;
    KernelModule module = new KernelModule(context, "cross_entropy");
    softmaxCrossEntropy = module.kernel("softmaxCrossEntropy");
    negativeLogLikelihood = module.kernel("negativeLogLikelihood");
    meanLoss = module.kernel("meanLoss");
    countCorrect = module.kernel("countCorrect");
  }

  void softmaxCrossEntropy(SoftmaxCrossEntropy op) {
    launch(softmaxCrossEntropy, op.logits(), op.labels(), op.loss(), op.gradient());
  }

  /**
   * The same loss from logarithms of probabilities, and its gradient w.r.t. these.
   *
   * @param logProbabilities [batch, classes]
   * @param loss [1]
   * @param gradient [batch, classes]
   */
  public void negativeLogLikelihood(
      Tensor logProbabilities, MixedLabels labels, Tensor loss, Tensor gradient) {
    launch(negativeLogLikelihood, logProbabilities, labels, loss, gradient);
  }

  private void launch(Kernel kernel, Tensor src, MixedLabels labels, Tensor loss, Tensor gradient) {
    int batch = src.shape().extent(0);
    Tensor rowLosses = context.doubles("row losses", batch);
    kernel.launch(
        Grid.of(Grid.blocks(batch, ROWS_OF_BLOCK), THREADS),
        batch,
        src.shape().extent(1),
        src,
        labels.labels(),
        labels.partners(),
        labels.weight(),
        rowLosses,
        gradient);
    meanLoss.launch(
        Grid.of(1, THREADS).withShared(Grid.WARP * Double.BYTES), batch, rowLosses, loss);
  }

  void countCorrect(CountCorrect op) {
    int batch = op.logits().shape().extent(0);
    countCorrect.launch(
        Grid.of(Grid.blocks(batch, ROWS_OF_BLOCK), THREADS).withShared(Grid.WARP * Integer.BYTES),
        batch,
        op.logits().shape().extent(1),
        op.logits(),
        op.labels(),
        op.correct());
  }
}
