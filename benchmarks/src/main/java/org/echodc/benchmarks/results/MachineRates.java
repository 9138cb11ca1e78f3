package org.echodc.benchmarks.results;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The rates of a machine as the same run measured them: what everything else is a share of. Where
 * several devices drive the same hardware the best rate counts.
 */
public record MachineRates(List<Measurement> measurements) {
  static final String PRODUCT = "MachineRateBenchmark.matrixProduct";
  static final String MEMORY = "MachineRateBenchmark.streamAdd";

  /** GFLOP/s of a matrix product on the hardware and in the precision of a measurement. */
  public Optional<Double> product(Measurement of) {
    return best(
        PRODUCT,
        rate -> sameHardware(rate, of) && rate.precision().equals(of.precision()),
        Measurement.Rates::gflops);
  }

  /** GB/s of adding two large arrays on the hardware of a measurement. */
  public Optional<Double> memory(Measurement of) {
    return best(MEMORY, rate -> sameHardware(rate, of), Measurement.Rates::gbs);
  }

  private Optional<Double> best(
      String benchmark, Predicate<Measurement> suits, Function<Measurement.Rates, Double> rate) {
    return measurements.stream()
        .filter(m -> m.isMeasured() && m.benchmark().equals(benchmark) && suits.test(m))
        .map(m -> rate.apply(m.rates()))
        .max(Double::compare);
  }

  private static boolean sameHardware(Measurement one, Measurement other) {
    return one.device() != null
        && other.device() != null
        && one.device().hardware().equals(other.device().hardware());
  }

  /** A measurement with its shares of these rates. */
  Measurement withShares(Measurement of) {
    if (!of.isMeasured()) {
      return of;
    }
    Measurement.Rates rates = of.rates();
    return of.withRates(
        rates.withShares(share(rates.gflops(), product(of)), share(rates.gbs(), memory(of))));
  }

  private static Double share(Double rate, Optional<Double> best) {
    return rate == null ? null : best.map(limit -> rate / limit).orElse(null);
  }
}
