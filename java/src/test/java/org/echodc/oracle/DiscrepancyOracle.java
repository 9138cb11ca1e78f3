package org.echodc.oracle;

/** A discrepancy of one class. */
interface DiscrepancyOracle {
  double loss();

  /** W.r.t. the synthetic features, row-major [M, D]. */
  double[] gradient();
}
