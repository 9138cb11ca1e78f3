package org.echodc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which package may use which, and what every class keeps to. */
@AnalyzeClasses(packages = "org.echodc", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final Path PAGE = Path.of("ARCHITECTURE.md");
  private static final Pattern ROOM = Pattern.compile("(?m)^\\| `(\\w+)` \\|[^|]*\\|([^|]*)\\|$");
  private static final Pattern NAME = Pattern.compile("`(\\w+)`");
  private static final Set<String> FOR_ALL = Set.of("text", "environment", "failure");

  /** The rooms of the architecture page, and which each may use. */
  private static Map<String, List<String>> rooms() {
    Map<String, List<String>> rooms = new LinkedHashMap<>();
    ROOM.matcher(read(PAGE))
        .results()
        .forEach(
            row ->
                rooms.put(
                    row.group(1),
                    NAME.matcher(row.group(2)).results().map(use -> use.group(1)).toList()));
    return rooms;
  }

  private static String read(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String packages(String room) {
    return "org.echodc." + room + "..";
  }

  @ArchTest
  static void roomsUseWhatThePageSays(JavaClasses classes) {
    Architectures.LayeredArchitecture rule =
        layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String room : rooms().keySet()) {
      rule = rule.layer(room).definedBy(packages(room));
    }
    for (Map.Entry<String, List<String>> room : rooms().entrySet()) {
      rule =
          room.getValue().isEmpty()
              ? rule.whereLayer(room.getKey()).mayNotAccessAnyLayer()
              : rule.whereLayer(room.getKey())
                  .mayOnlyAccessLayers(room.getValue().toArray(String[]::new));
    }
    rule.check(classes);
  }

  @ArchTest
  static void everyPackageIsARoomOfThePage(JavaClasses classes) {
    Set<String> found =
        classes.stream()
            .map(each -> each.getPackageName().split("\\.")[2])
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> known = new TreeSet<>(FOR_ALL);
    known.addAll(rooms().keySet());
    assertEquals(known, found);
  }

  @ArchTest
  static void whatIsForAllUsesNoRoom(JavaClasses classes) {
    String[] rooms =
        rooms().keySet().stream().map(ArchitectureTest::packages).toArray(String[]::new);
    for (String each : FOR_ALL) {
      noClasses()
          .that()
          .resideInAPackage(packages(each))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(rooms)
          .check(classes);
    }
  }

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("org.echodc.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyDevicesKnowTheDevices =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.echodc.device..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.echodc.device.[cpu|cuda|cudnn]..");

  @ArchTest
  static final ArchRule onlyDevicesHaveNativeMethods =
      methods()
          .that()
          .haveModifier(JavaModifier.NATIVE)
          .should()
          .beDeclaredInClassesThat()
          .resideInAPackage("org.echodc.device.[cpu|cuda|cudnn]..");

  @ArchTest
  static final ArchRule onlyTheCommandLinePrints =
      noClasses().that().resideOutsideOfPackage("org.echodc.cli..").should(ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule onlyTheCommandLineParsesOptions =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.echodc.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  @ArchTest
  static final ArchRule onlyMainExits =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("org.echodc.cli.Main")
          .should()
          .callMethod(System.class, "exit", int.class);

  /**
   * More arguments in a row cannot be told apart by who reads them; what belongs together groups.
   */
  @ArchTest
  static final ArchRule constructorsHaveFewParameters =
      constructors()
          .that()
          .areDeclaredInClassesThat()
          .doNotHaveFullyQualifiedName("org.echodc.device.cuda.Simulator$Counters") // read by name
          .should(haveAtMost(7));

  private static ArchCondition<JavaConstructor> haveAtMost(int parameters) {
    return new ArchCondition<>("have at most " + parameters + " parameters") {
      @Override
      public void check(JavaConstructor constructor, ConditionEvents events) {
        int hidden = constructor.getOwner().isEnum() ? 2 : 0; // the constant's name and ordinal
        int count = constructor.getRawParameterTypes().size() - hidden;
        events.add(
            new SimpleConditionEvent(
                constructor,
                count <= parameters,
                constructor.getFullName() + " has " + count + " parameters"));
      }
    };
  }
}
