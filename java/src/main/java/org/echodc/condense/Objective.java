package org.echodc.condense;

import org.echodc.operation.mmd.Discrepancy;
import org.echodc.operation.mmd.MeanDistance;
import org.echodc.operation.mmd.Mmd;

/** What condensation minimises. */
public enum Objective {
  /** The whole distribution of features: MMD with a kernel of the user's choice. */
  ECHO,
  /** The means of the features only: the first-order baseline (Zhao and Bilen, WACV 2023). */
  DM;

  /** The objective that minimises a discrepancy. */
  public static Objective of(Discrepancy discrepancy) {
    return discrepancy instanceof MeanDistance ? DM : ECHO;
  }

  /** The discrepancy to compute: under ECHO, of this kernel and in this way. */
  public Discrepancy discrepancy(Mmd.Kernel kernel, Mmd.Implementation implementation) {
    return this == DM ? new MeanDistance() : new Mmd(kernel, implementation);
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
