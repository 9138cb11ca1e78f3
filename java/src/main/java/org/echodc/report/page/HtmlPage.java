package org.echodc.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.echodc.report.file.Json;
import org.echodc.text.Text;

/**
 * Pages that need nothing but themselves: one template with its style, its scripts and the data as
 * JSON written into it. Names in the data cannot become markup: neither can they end the element
 * that holds them, nor would the page's policy run a script other than its own.
 */
final class HtmlPage {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([a-z]+)}}");

  private HtmlPage() {}

  /**
   * The HTML of a page.
   *
   * @param scripts names of script resources, in the order in which they run
   * @param data what the scripts show
   */
  static String of(String title, List<String> scripts, JsonNode data) {
    String style = resource("page.css");
    String script = scripts.stream().map(HtmlPage::resource).collect(Collectors.joining());
    Map<String, String> parts =
        Map.of(
            "title", escaped(title),
            "style", style,
            "script", script,
            "policy", policy(style, script),
            "data", scriptSafe(Json.line(data)));
    Matcher matcher = PLACEHOLDER.matcher(resource("page.html"));
    return matcher.replaceAll(found -> Matcher.quoteReplacement(parts.get(found.group(1))));
  }

  private static String policy(String style, String script) {
    return "default-src 'none'; base-uri 'none'; form-action 'none'; img-src 'self' data:;"
        + Text.format(
            " connect-src 'self'; style-src '%s'; script-src '%s'", hash(style), hash(script));
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** JSON without anything that means something to an HTML parser within a script element. */
  private static String scriptSafe(String json) {
    return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String resource(String name) {
    try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
