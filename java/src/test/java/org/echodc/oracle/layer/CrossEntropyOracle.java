package org.echodc.oracle.layer;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Softmax cross-entropy of labels mixed in pairs, mean over the batch. */
public record CrossEntropyOracle(double[][] logits, int[] labels, int[] partners, double weight) {

  public double loss() {
    return IntStream.range(0, logits.length)
        .mapToDouble(
            i ->
                weight * crossEntropy(logits[i], labels[i])
                    + (1 - weight) * crossEntropy(logits[i], partners[i]))
        .average()
        .orElseThrow();
  }

  public double[] gradient() {
    double[][] gradient = new double[logits.length][];
    for (int i = 0; i < logits.length; i++) {
      double total = logSumExp(logits[i]);
      gradient[i] = Arrays.stream(logits[i]).map(z -> Math.exp(z - total)).toArray();
      gradient[i][labels[i]] -= weight;
      gradient[i][partners[i]] -= 1 - weight;
    }
    return Arrays.stream(gradient)
        .flatMapToDouble(Arrays::stream)
        .map(value -> value / logits.length)
        .toArray();
  }

  public int correct() {
    return (int)
        IntStream.range(0, logits.length).filter(i -> firstLargest(logits[i]) == labels[i]).count();
  }

  private static double crossEntropy(double[] row, int label) {
    return logSumExp(row) - row[label];
  }

  private static double logSumExp(double[] row) {
    double largest = Arrays.stream(row).max().orElseThrow();
    return largest + Math.log(Arrays.stream(row).map(z -> Math.exp(z - largest)).sum());
  }

  private static int firstLargest(double[] row) {
    int best = 0;
    for (int i = 1; i < row.length; i++) {
      if (row[i] > row[best]) {
        best = i;
      }
    }
    return best;
  }
}
