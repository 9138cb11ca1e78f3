package org.echodc.evaluate;

import org.echodc.text.Text;

/** The training loss of an evaluation became NaN or infinite. */
public class TrainingDivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TrainingDivergedException(int repeat, int epoch, float loss) {
    super(
        Text.format(
                "training diverged: the loss is %s in epoch %d of repeat %d; the training images may hold",
                loss, epoch, repeat)
            + " NaN, or --evaluation-learning-rate be too large");
  }
}
