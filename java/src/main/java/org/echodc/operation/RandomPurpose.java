package org.echodc.operation;

/**
 * What random numbers are drawn for; the ordinal is the fourth Philox counter word, so streams of
 * different purposes never meet. Append only: the order is part of a run's reproducibility.
 */
public enum RandomPurpose {
  NETWORK_WEIGHTS,
  REAL_SAMPLE,
  SYNTHETIC_SAMPLE,
  AUGMENTATION,
  SYNTHETIC_PIXELS,
  EPOCH_ORDER,
  CUT_MIX
}
