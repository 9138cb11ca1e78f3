package org.echodc.oracle;

/** One term {@code dst[to] += weight src[from]} of a linear map; swapped, of its adjoint. */
interface Tap {
  void at(int from, int to, double weight);
}
