package org.echodc.evaluate;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Precision;
import org.echodc.tensor.Shape;

/**
 * One case of {@link PinnedResultsTest}, a row of one of its tables. It keeps words, so that its
 * name, which is in the file of hashes, outlives the classes that the words stand for.
 *
 * @param kind what is done
 * @param settings a word for every column of the table, in their order
 */
record PinnedCase(String kind, Map<String, String> settings) {

  /** The cases of a table: columns' names in its first line, one case in each of the others. */
  static List<PinnedCase> table(String kind, String table) {
    List<String[]> rows = table.strip().lines().map(row -> row.strip().split(" +")).toList();
    return rows.stream().skip(1).map(row -> of(kind, rows.get(0), row)).toList();
  }

  private static PinnedCase of(String kind, String[] columns, String[] row) {
    if (row.length != columns.length) {
      throw new IllegalArgumentException(
          "%s has %d columns; expected %s"
              .formatted(Arrays.toString(row), row.length, Arrays.toString(columns)));
    }
    Map<String, String> settings = new LinkedHashMap<>();
    IntStream.range(0, row.length).forEach(i -> settings.put(columns[i], row[i]));
    return new PinnedCase(kind, settings);
  }

  String text(String column) {
    return settings.get(column);
  }

  int number(String column) {
    return Integer.parseInt(text(column));
  }

  float decimal(String column) {
    return Float.parseFloat(text(column));
  }

  <E extends Enum<E>> E oneOf(Class<E> type, String column) {
    return Enum.valueOf(type, text(column).toUpperCase(Locale.ROOT));
  }

  /** [height, width, channels]. */
  Shape image() {
    return Shape.of(Arrays.stream(text("image").split("x")).mapToInt(Integer::parseInt).toArray());
  }

  boolean onCpu() {
    return text("device").equals("cpu");
  }

  /** The devices that must agree: the CPU with one and with several threads, or a simulated one. */
  List<DeviceRequest> requests() {
    Precision precision = oneOf(Precision.class, "precision");
    return onCpu()
        ? List.of(
            new DeviceRequest("cpu", 1, false, precision),
            new DeviceRequest("cpu", 3, false, precision))
        : List.of(DeviceRequest.simulated(text("device"), precision));
  }

  /** What is done and all settings, the name of what comes of it last. */
  String name(String result) {
    return settings.entrySet().stream()
        .map(setting -> setting.getKey() + " " + setting.getValue())
        .collect(Collectors.joining(", ", kind + ": ", ": " + result));
  }

  @Override
  public String toString() {
    return kind + " " + String.join(" ", settings.values());
  }
}
