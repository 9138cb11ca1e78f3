package org.echodc.benchmarks;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.echodc.benchmarks.check.BlockInput;
import org.echodc.benchmarks.work.ConvolutionSize;
import org.echodc.benchmarks.work.ImageSize;
import org.echodc.benchmarks.work.MmdSize;
import org.echodc.benchmarks.work.OpenDevice;
import org.echodc.benchmarks.work.Workloads;
import org.echodc.network.zoo.Networks;
import org.echodc.text.Text;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.State;

/**
 * The parameters of some benchmarks, those of the states that they use among them, and which values
 * these can have. JMH sets them in the process of a trial, where a wrong value fails late and says
 * little.
 */
final class BenchParameters {

  /** Which network a benchmark is of. */
  static final String NETWORK = "network";

  /** Which images that network reads. */
  static final String IMAGE = "image";

  /** Checks of those that are texts, by name; each throws what is wrong with a value. */
  private static final Map<String, Consumer<String>> TEXTS =
      Map.of(
          "device",
          OpenDevice::requireDevice,
          "precision",
          OpenDevice::requirePrecision,
          "size",
          MmdSize::parse,
          "input",
          BlockInput::parse,
          "convolution",
          ConvolutionSize::parse,
          NETWORK,
          Workloads::requireNetwork,
          IMAGE,
          text -> ImageSize.of(text, Networks.CONVNET));

  private final SortedMap<String, List<Field>> fields = new TreeMap<>();

  private BenchParameters(Collection<Class<?>> benchmarks) {
    Set<Class<?>> seen = new HashSet<>();
    benchmarks.forEach(benchmark -> collect(benchmark, seen));
  }

  /** Those of classes of benchmarks. */
  static BenchParameters of(Collection<Class<?>> benchmarks) {
    return new BenchParameters(benchmarks);
  }

  private void collect(Class<?> type, Set<Class<?>> seen) {
    if (type == Object.class || !seen.add(type)) {
      return;
    }
    collect(type.getSuperclass(), seen);
    for (Field field : type.getDeclaredFields()) {
      if (field.isAnnotationPresent(Param.class)) {
        Stream<Field> known = fields.getOrDefault(field.getName(), List.of()).stream();
        fields.put(field.getName(), Stream.concat(known, Stream.of(field)).toList());
      }
    }
    for (Method method : type.getDeclaredMethods()) {
      for (Class<?> state : method.getParameterTypes()) {
        if (state.isAnnotationPresent(State.class)) {
          collect(state, seen);
        }
      }
    }
  }

  /** Their names. */
  Set<String> names() {
    return fields.keySet();
  }

  /** Those that are texts and of which nobody can say whether a value is right. */
  List<String> unchecked() {
    return names().stream()
        .filter(name -> fields.get(name).stream().anyMatch(field -> !isChecked(field)))
        .toList();
  }

  private static boolean isChecked(Field field) {
    return field.getType() == int.class
        || field.getType().isEnum()
        || (field.getType() == String.class && TEXTS.containsKey(field.getName()));
  }

  /**
   * Requires that there is a parameter of a name and that it can have a value.
   *
   * @throws IllegalArgumentException if not; says what there is
   */
  void require(String name, String value) {
    if (!fields.containsKey(name)) {
      throw new IllegalArgumentException(
          Text.format(
              "no benchmark that was chosen has a parameter '%s'; they have: %s",
              name, String.join(", ", names())));
    }
    for (Field field : fields.get(name)) {
      try {
        require(field, value);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(Text.format("parameter %s %s", name, e.getMessage()), e);
      }
    }
  }

  private static void require(Field field, String value) {
    if (field.getType().isEnum()) {
      List<String> known =
          Arrays.stream(field.getType().getEnumConstants())
              .map(constant -> ((Enum<?>) constant).name())
              .toList();
      ParameterValue.requireOneOf(known, value);
    } else if (field.getType() == int.class) {
      ParameterValue.extents(value, "a whole number of at least 1", 1);
    } else {
      TEXTS.getOrDefault(field.getName(), any -> {}).accept(value);
    }
  }
}
