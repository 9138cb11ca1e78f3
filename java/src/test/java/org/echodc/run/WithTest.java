package org.echodc.run;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.echodc.data.RandomDataset;
import org.echodc.device.cuda.driver.Grid;
import org.echodc.network.layer.ConvolutionLayer;
import org.echodc.network.zoo.Architecture;
import org.echodc.tensor.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The methods {@code withX} of all records: each gives another X, and leaves the rest alone. */
class WithTest {
  private static final RunPlan PLAN = RunPlan.of(RandomDataset.of(2, 10, Shape.of(32, 32, 3)));

  private static final Map<Class<?>, Object> EXAMPLES =
      Stream.of(
              PLAN,
              PLAN.condensation(),
              PLAN.evaluation(),
              PLAN.evaluation().training(),
              RunSettings.DEFAULT,
              Architecture.convNet(16, 3),
              new ConvolutionLayer(8, 3, 1, 1),
              Grid.of(2, 64))
          .collect(toMap(Object::getClass, example -> example));

  /** Those whose names are not those of the components that they change. */
  private static final Map<String, String> COMPONENTS =
      Map.of("RunPlan.withIterations", "condensations", "Grid.withShared", "sharedBytes");

  static Stream<Method> methods() {
    return new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests()))
        .importPackages("org.echodc").stream()
            .filter(type -> type.isAssignableTo(Record.class))
            .map(JavaClass::reflect)
            .flatMap(type -> Stream.of(type.getDeclaredMethods()))
            .filter(method -> method.getName().matches("with[A-Z].*"))
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .filter(method -> method.getReturnType() == method.getDeclaringClass());
  }

  private static String changed(Method method) {
    String component = method.getName().substring("with".length());
    return COMPONENTS.getOrDefault(
        method.getDeclaringClass().getSimpleName() + "." + method.getName(),
        component.substring(0, 1).toLowerCase(Locale.ROOT) + component.substring(1));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void changesThatAlone(Method method) throws ReflectiveOperationException {
    Object example = EXAMPLES.get(method.getDeclaringClass());
    List<String> names =
        Stream.of(method.getDeclaringClass().getRecordComponents())
            .map(RecordComponent::getName)
            .toList();
    List<Object> before = RecordChanges.components(example);
    int place = names.indexOf(changed(method));
    boolean nested = method.getName().equals("withIterations") && before.get(place) instanceof Map;
    Object other = nested ? 7 : RecordChanges.of(before.get(place));
    Object[] arguments = method.getParameterCount() == 0 ? new Object[0] : new Object[] {other};

    List<Object> after = RecordChanges.components(method.invoke(example, arguments));

    Set<String> different =
        IntStream.range(0, names.size())
            .filter(i -> !before.get(i).equals(after.get(i)))
            .mapToObj(names::get)
            .collect(toSet());
    assertEquals(Set.of(changed(method)), different);
    if (!nested) {
      assertEquals(other, after.get(place));
    }
  }
}
