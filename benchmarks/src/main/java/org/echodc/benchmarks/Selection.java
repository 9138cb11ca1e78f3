package org.echodc.benchmarks;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.echodc.benchmarks.work.ImageSize;
import org.echodc.benchmarks.work.Workloads;
import org.echodc.network.zoo.Networks;
import org.echodc.text.Text;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Which benchmarks a command line asks for, and with which parameters. A run takes minutes, so that
 * what cannot be meant is an error before it.
 */
final class Selection {
  private static final List<String> EVERYTHING = List.of(".*");

  private final CommandLineOptions options;
  private final Set<String> named;

  /**
   * What a command line asks for.
   *
   * @param arguments JMH's
   * @param options the same, as JMH reads them, which does not tell the parameters' names
   */
  Selection(List<String> arguments, CommandLineOptions options) {
    this.options = options;
    this.named = parametersIn(arguments);
  }

  private static Set<String> parametersIn(List<String> arguments) {
    Set<String> names = new LinkedHashSet<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      String given = "";
      if (argument.equals("-p") && i + 1 < arguments.size()) {
        given = arguments.get(++i);
      } else if (argument.matches("-p[^=]+=.*") && !argument.startsWith("-prof")) {
        given = argument.substring(2);
      }
      if (given.contains("=")) {
        names.add(given.substring(0, given.indexOf('=')));
      }
    }
    return names;
  }

  /**
   * Requires that every pattern matches a benchmark, that there is one to run, and that the
   * parameters fit those that run.
   *
   * @param always a benchmark that runs beside those that are chosen, unless it is excluded
   * @throws IllegalArgumentException if not; says what there is
   */
  void require(Class<?> always) {
    requireMatches(options.getIncludes());
    requireMatches(options.getExcludes());
    requireMatches(options.getWarmupIncludes());
    List<String> includes = options.getIncludes().isEmpty() ? EVERYTHING : options.getIncludes();
    if (find(includes, options.getExcludes()).isEmpty()) {
      throw new IllegalArgumentException("every benchmark that matches is excluded");
    }
    Set<String> classes = new TreeSet<>();
    Set<BenchmarkListEntry> running = new LinkedHashSet<>(find(includes, options.getExcludes()));
    running.addAll(find(List.of(always.getName()), options.getExcludes()));
    running.forEach(entry -> classes.add(entry.getUserClassQName()));
    requireParameters(
        BenchParameters.of(classes.stream().map(Selection::load).collect(Collectors.toList())));
  }

  /**
   * Requires that the parameters are among some.
   *
   * @throws IllegalArgumentException if not; says what there is
   */
  void requireParameters(BenchParameters parameters) {
    for (String name : named) {
      options.getParameter(name).get().forEach(value -> parameters.require(name, value));
    }
    if (parameters.names().contains(BenchParameters.NETWORK)) {
      requireNetworks();
    }
  }

  /** Requires that every network can read all images: it may be too deep for them. */
  private void requireNetworks() {
    int anyWidth = 1;
    for (String network : values(BenchParameters.NETWORK, Networks.CONVNET)) {
      for (String image : values(BenchParameters.IMAGE, ImageSize.DEFAULT)) {
        Workloads.of(network, anyWidth, image).network();
      }
    }
  }

  private Collection<String> values(String name, String otherwise) {
    return options.getParameter(name).hasValue()
        ? options.getParameter(name).get()
        : List.of(otherwise);
  }

  private static void requireMatches(Collection<String> patterns) {
    for (String pattern : patterns) {
      if (find(List.of(pattern), List.of()).isEmpty()) {
        throw new IllegalArgumentException(
            Text.format(
                "no benchmark matches '%s'; there are:%s",
                pattern,
                find(EVERYTHING, List.of()).stream()
                    .map(entry -> "\n  " + shortName(entry))
                    .collect(Collectors.joining())));
      }
    }
  }

  private static Set<BenchmarkListEntry> find(List<String> includes, List<String> excludes) {
    OutputFormat silent = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
    return BenchmarkList.defaultList().find(silent, includes, excludes);
  }

  private static String shortName(BenchmarkListEntry entry) {
    UnaryOperator<String> afterDot = name -> name.substring(name.lastIndexOf('.') + 1);
    return afterDot.apply(entry.getUserClassQName()) + "." + afterDot.apply(entry.getUsername());
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, Selection.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("JMH lists a benchmark that is not there: " + name, e);
    }
  }
}
