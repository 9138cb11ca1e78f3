package org.echodc.cli.recipe;

import java.util.Collection;
import java.util.Comparator;

/** Guesses what somebody meant who wrote an unknown name. */
public final class Suggestion {
  private Suggestion() {}

  /**
   * A sentence with the most similar of the known names, or all of them where none is similar.
   *
   * @param unknown what was written
   */
  public static String among(Collection<String> known, String unknown) {
    return known.stream()
        .min(Comparator.comparingInt(name -> distance(name, unknown)))
        .filter(name -> distance(name, unknown) <= Math.max(2, unknown.length() / 2))
        .map("did you mean '%s'?"::formatted)
        .orElseGet(() -> "known: " + String.join(", ", known));
  }

  /** Fewest insertions, deletions and replacements between two words (Levenshtein, 1966). */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
