package org.echodc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.echodc.device.cuda.Simulator;
import org.echodc.operation.image.AugmentationColumn;
import org.echodc.operation.image.AugmentationPolicy;
import org.echodc.operation.layer.Activation;
import org.echodc.operation.layer.InstanceNorm;
import org.echodc.operation.mmd.Mmd;
import org.echodc.operation.training.InitialSegment;
import org.junit.jupiter.api.Test;

/**
 * Enumerations cross the native border as ordinals, so both sides must list them alike. This reads
 * the native side's lists, which the CPU device and the kernels share.
 */
class NativeNumberingTest {
  private static final Path SHARED = Path.of("../native/shared");

  private static final Pattern ENUMERATION =
      Pattern.compile("enum class (\\w+)[^{;]*\\{([^}]*)}", Pattern.DOTALL);

  /** An enumeration that is added to the shared headers has its place here too. */
  private static final Map<String, Class<? extends Enum<?>>> SHARED_ENUMERATIONS =
      Map.of(
          "ActivationFunction", Activation.Function.class,
          "Distribution", InitialSegment.Distribution.class,
          "MmdKernel", Mmd.Kernel.class,
          "Transform", AugmentationPolicy.Transform.class);

  @Test
  void sharedEnumerationsAreThoseOfJava() throws IOException {
    Map<String, List<String>> shared = new TreeMap<>();
    try (Stream<Path> headers = Files.list(SHARED)) {
      for (Path header : headers.toList()) {
        shared.putAll(enumerationsOf(header));
      }
    }
    Map<String, List<String>> expected = new TreeMap<>();
    SHARED_ENUMERATIONS.forEach((name, type) -> expected.put(name, namesOf(type)));
    assertEquals(expected, shared);
  }

  @Test
  void augmentationRowsHaveTheColumnsOfJava() throws IOException {
    Matcher row =
        Pattern.compile("struct AugmentationRow \\{\\s*float ([^;]*);\\s*};")
            .matcher(Files.readString(SHARED.resolve("augmentation_row.h")));
    assertTrue(row.find(), "no AugmentationRow of floats");
    assertEquals(namesOf(AugmentationColumn.class), namesIn(row.group(1)));
  }

  @Test
  void theEpsilonOfNormalisationsIsThatOfJava() throws IOException {
    Matcher epsilon =
        Pattern.compile("kNormEpsilon = (\\S+)f;")
            .matcher(Files.readString(SHARED.resolve("norm_epsilon.h")));
    assertTrue(epsilon.find(), "no kNormEpsilon");
    assertEquals(InstanceNorm.EPSILON, Float.parseFloat(epsilon.group(1)));
  }

  @Test
  void plantedFaultsAreThoseOfTheSimulator() throws IOException {
    Path header = Path.of("../native/simulator/cuda_on_host.h");
    assertEquals(
        Map.of("FragmentFault", namesOf(Simulator.FragmentFault.class)), enumerationsOf(header));
  }

  private static Map<String, List<String>> enumerationsOf(Path header) throws IOException {
    Map<String, List<String>> found = new TreeMap<>();
    Matcher matcher = ENUMERATION.matcher(Files.readString(header));
    while (matcher.find()) {
      found.put(matcher.group(1), namesIn(matcher.group(2)));
    }
    return found;
  }

  /** Names of a native list, {@code likeThis, andThis}, as Java writes constants. */
  private static List<String> namesIn(String list) {
    List<String> names = new ArrayList<>();
    for (String name : list.split(",")) {
      names.add(name.strip().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT));
    }
    return names;
  }

  private static List<String> namesOf(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
  }
}
