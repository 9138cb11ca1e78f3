package org.echodc.evaluate;

import org.echodc.failure.Cause;
import org.echodc.failure.DiagnosedException;
import org.echodc.text.Text;

/** The training loss of an evaluation became NaN or infinite. */
public class TrainingDivergedException extends DiagnosedException {
  private static final long serialVersionUID = 1L;

  TrainingDivergedException(int repeat, int epoch, float loss) {
    super(
        Text.format(
            "training diverged: the loss is %s in epoch %d of repeat %d", loss, epoch, repeat),
        Cause.TRAINING_DIVERGED);
  }
}
