package org.echodc.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import org.echodc.text.Text;

/**
 * Cells in columns as wide as their longest.
 *
 * @param rows of as many cells each, the first one the headings
 * @param left columns at the beginning that are aligned left; numbers are right
 */
record TextTable(List<String[]> rows, int left) {
  @Override
  public String toString() {
    int columns = rows.get(0).length;
    List<String> lines = new ArrayList<>();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        int at = column;
        int width = rows.stream().mapToInt(cells -> cells[at].length()).max().orElseThrow();
        String side = column < left ? "-" : "";
        line.append(column == 0 ? "" : "  ").append(Text.format("%" + side + width + "s", row[at]));
      }
      lines.add(line.toString().stripTrailing());
    }
    return String.join(System.lineSeparator(), lines);
  }
}
