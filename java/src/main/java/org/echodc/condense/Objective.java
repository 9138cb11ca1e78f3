package org.echodc.condense;

import org.echodc.operation.mmd.Mmd;
import org.echodc.text.Text;

/** What condensation minimises. */
public enum Objective {
  /** The whole distribution of features: MMD with a kernel of the user's choice. */
  ECHO,
  /** The means of the features only: the first-order baseline (Zhao and Bilen, WACV 2023). */
  DM;

  /** The discrepancy to compute, {@code kernel} being the one asked for under ECHO. */
  public Mmd discrepancy(Mmd.Kernel kernel, Mmd.Implementation implementation) {
    return new Mmd(this == DM ? Mmd.Kernel.MEAN : kernel, implementation);
  }

  /**
   * Checks that a discrepancy is one that this objective computes.
   *
   * @throws IllegalArgumentException if it is another objective's
   */
  void requireOwn(Mmd discrepancy) {
    Mmd own = discrepancy(discrepancy.kernel(), discrepancy.implementation());
    if (!own.equals(discrepancy)) {
      throw new IllegalArgumentException(
          Text.format("objective %s computes %s, not %s", this, own, discrepancy));
    }
  }

  /**
   * The default learning rate of the pixels. DM's loss is not bounded like the Gaussian MMD's: with
   * ECHO's rate its images are destroyed.
   *
   * @param ipc stored images per class
   */
  public float defaultLearningRate(int ipc) {
    return this == DM ? 0.01f * ipc : ipc;
  }
}
