package org.echodc.benchmarks.report;

import java.util.List;
import java.util.stream.Collectors;
import org.echodc.text.Text;

/** Small pieces of HTML. */
final class Html {
  private Html() {}

  /** Text for the content of an element or an attribute. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** A section with a heading; nothing if it has no content. */
  static String section(String title, String note, String content) {
    return content.isEmpty()
        ? ""
        : Text.format(
            "<section>\n<h2>%s</h2>\n<p class=\"note\">%s</p>\n%s\n</section>\n",
            escape(title), note, content);
  }

  /** A table; the cells are HTML already. */
  static String table(List<String> header, List<List<String>> rows) {
    return Text.format(
        "<div class=\"scroll\"><table>\n<thead><tr>%s</tr></thead>\n<tbody>\n%s\n</tbody></table></div>",
        header.stream().map(cell -> "<th>" + cell + "</th>").collect(Collectors.joining()),
        rows.stream().map(Html::row).collect(Collectors.joining("\n")));
  }

  private static String row(List<String> cells) {
    return "<tr>" + String.join("", cells) + "</tr>";
  }

  /** A cell of text. */
  static String text(String text) {
    return "<td>" + escape(text) + "</td>";
  }

  /** A cell with a number. */
  static String number(String text) {
    return "<td class=\"n\">" + escape(text) + "</td>";
  }

  /** A cell with a sentence over several columns. */
  static String sentence(String text, int columns) {
    return Text.format("<td class=\"s\" colspan=\"%d\">%s</td>", columns, escape(text));
  }

  /** A cell with a bar, 100 % filling half of it. */
  static String share(Double share) {
    if (share == null) {
      return "<td></td>";
    }
    double width = Math.min(100, 50 * share);
    return Text.format(
        "<td class=\"b\"><i style=\"width:%.1f%%\"></i><b>%.0f&thinsp;%%</b></td>",
        width, 100 * share);
  }
}
