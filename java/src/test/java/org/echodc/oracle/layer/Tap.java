package org.echodc.oracle.layer;

/** One term {@code dst[to] += weight src[from]} of a linear map; swapped, of its adjoint. */
public interface Tap {
  void at(int from, int to, double weight);
}
