package org.echodc.evaluate;

/**
 * Bounds of a mean.
 *
 * @param low lower bound
 * @param high upper bound
 */
public record ConfidenceInterval(double low, double high) {}
