package org.echodc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** Which package may use which, and what every class keeps to. */
@AnalyzeClasses(packages = "org.echodc", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule dependenciesRunOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("tensor")
          .definedBy("org.echodc.tensor..")
          .layer("operation")
          .definedBy("org.echodc.operation..")
          .layer("device")
          .definedBy("org.echodc.device..")
          .layer("network")
          .definedBy("org.echodc.network..")
          .layer("data")
          .definedBy("org.echodc.data..")
          .layer("condense")
          .definedBy("org.echodc.condense..")
          .layer("evaluate")
          .definedBy("org.echodc.evaluate..")
          .layer("report")
          .definedBy("org.echodc.report..")
          .layer("cli")
          .definedBy("org.echodc.cli..")
          .whereLayer("tensor")
          .mayNotAccessAnyLayer()
          .whereLayer("operation")
          .mayOnlyAccessLayers("tensor")
          .whereLayer("device")
          .mayOnlyAccessLayers("operation", "tensor")
          .whereLayer("network")
          .mayOnlyAccessLayers("operation", "tensor")
          .whereLayer("data")
          .mayOnlyAccessLayers("tensor")
          .whereLayer("condense")
          .mayOnlyAccessLayers("network", "device", "operation", "data", "tensor")
          .whereLayer("evaluate")
          .mayOnlyAccessLayers("condense", "network", "device", "operation", "data", "tensor")
          .whereLayer("report")
          .mayOnlyAccessLayers(
              "condense", "evaluate", "network", "device", "operation", "data", "tensor")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer();

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
          .doNotHaveFullyQualifiedName("org.echodc.device.cuda.Simulator$Counters") // from an array
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
