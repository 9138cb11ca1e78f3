package org.echodc.run;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.echodc.report.run.RunViewer;

/** Other values than a given one, of its type; of a record, those that differ in one place. */
final class RecordChanges {
  private RecordChanges() {}

  /** The parts of a record. */
  static List<Object> components(Object record) {
    return Stream.of(record.getClass().getRecordComponents())
        .map(component -> component(record, component))
        .toList();
  }

  private static Object component(Object record, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** One that differs. */
  static Object of(Object value) {
    return all(value).findFirst().orElseThrow();
  }

  /** For every place of a record, however deep, one that differs there. */
  static Stream<Object> all(Object value) {
    if (value instanceof Record) {
      List<Object> components = components(value);
      return IntStream.range(0, components.size())
          .boxed()
          .flatMap(i -> all(components.get(i)).map(other -> with(value, i, other)));
    }
    return Stream.of(leaf(value));
  }

  private static Object leaf(Object value) {
    if (value instanceof Integer number) {
      return number + 1;
    } else if (value instanceof Long number) {
      return number + 1;
    } else if (value instanceof Float number) {
      return Math.nextUp(number);
    } else if (value instanceof Boolean truth) {
      return !truth;
    } else if (value instanceof String text) {
      return text + "x";
    } else if (value instanceof Duration duration) {
      return duration.plusNanos(1);
    } else if (value instanceof OptionalInt number) {
      return OptionalInt.of(number.orElse(0) + 1);
    } else if (value instanceof RunViewer) {
      return new RunViewer() {};
    } else if (value instanceof Enum<?> constant) {
      Object[] all = constant.getDeclaringClass().getEnumConstants();
      return all[(constant.ordinal() + 1) % all.length];
    } else if (value instanceof Set<?> set) {
      Set<Object> smaller = new HashSet<>(set);
      smaller.remove(set.iterator().next());
      return smaller;
    }
    throw new AssertionError("no other value is known for " + value.getClass());
  }

  private static Object with(Object record, int place, Object other) {
    Object[] arguments = components(record).toArray();
    arguments[place] = other;
    Class<?>[] types =
        Stream.of(record.getClass().getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = record.getClass().getDeclaredConstructor(types);
      return constructor.newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
