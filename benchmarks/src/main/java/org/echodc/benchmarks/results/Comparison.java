package org.echodc.benchmarks.results;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One measurement beside another that does the same in another way.
 *
 * @param ours the one
 * @param other the other: a peer, or the same benchmark in the implementation that is not fused
 */
public record Comparison(Measurement ours, Measurement other) {
  private static final String PEER_PREFIX = "Torch";
  private static final String IMPLEMENTATION = "implementation";
  private static final String FUSED = "FUSED";

  /** How many times as long the other one takes. */
  public double ratio() {
    return other.time().seconds() / ours.time().seconds();
  }

  /** All pairs of measurements that belong together. */
  public static List<Comparison> all(List<Measurement> measurements) {
    List<Measurement> measured = measurements.stream().filter(Measurement::isMeasured).toList();
    return measured.stream()
        .filter(m -> !isPeer(m) && isFused(m))
        .flatMap(
            ours ->
                measured.stream()
                    .filter(other -> areTwins(ours, other))
                    .map(other -> new Comparison(ours, other)))
        .toList();
  }

  /** What the other one is called beside ours. */
  public String otherName() {
    return isPeer(other) ? peerName() : other.param(IMPLEMENTATION).toLowerCase(Locale.ROOT);
  }

  private String peerName() {
    String form = other.params().get("form");
    return form == null ? "PyTorch" : "PyTorch, " + form.toLowerCase(Locale.ROOT);
  }

  private static boolean isPeer(Measurement measurement) {
    return measurement.benchmark().startsWith(PEER_PREFIX);
  }

  private static boolean isFused(Measurement measurement) {
    return measurement.params().getOrDefault(IMPLEMENTATION, FUSED).equals(FUSED);
  }

  private static boolean areTwins(Measurement ours, Measurement other) {
    if (isPeer(other)) {
      return other.benchmark().equals(PEER_PREFIX + ours.benchmark())
          && agree(ours.params(), other.params(), Set.of(IMPLEMENTATION));
    }
    return other.benchmark().equals(ours.benchmark())
        && !isFused(other)
        && Objects.equals(other.device(), ours.device())
        && Objects.equals(other.precision(), ours.precision())
        && agree(ours.params(), other.params(), Set.of(IMPLEMENTATION));
  }

  /** Whether parameters that both have are equal, some left out. */
  private static boolean agree(
      Map<String, String> one, Map<String, String> other, Set<String> without) {
    Map<String, String> common = new HashMap<>(one);
    common.keySet().retainAll(other.keySet());
    common.keySet().removeAll(without);
    return common.entrySet().stream()
        .allMatch(entry -> entry.getValue().equals(other.get(entry.getKey())));
  }
}
