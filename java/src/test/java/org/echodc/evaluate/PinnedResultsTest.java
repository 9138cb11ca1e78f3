package org.echodc.evaluate;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.echodc.condense.Condensation;
import org.echodc.condense.CondensationConfig;
import org.echodc.condense.CondensationProgress;
import org.echodc.condense.Objective;
import org.echodc.data.ImageDataset;
import org.echodc.data.RandomDataset;
import org.echodc.device.Device;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Devices;
import org.echodc.device.memory.TensorScope;
import org.echodc.network.Network;
import org.echodc.network.zoo.Architecture;
import org.echodc.operation.image.AugmentationPolicy;
import org.echodc.operation.image.Decoding;
import org.echodc.operation.mmd.Discrepancy;
import org.echodc.operation.mmd.MeanDistance;
import org.echodc.operation.mmd.Mmd;
import org.echodc.synthetic.Initialization;
import org.echodc.synthetic.SyntheticInitializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A change of the program's structure changes no bit of what it computes: hashes of condensed
 * images and of trained networks are those in {@code src/test/resources/org/echodc/pinned}.
 *
 * <p>Processors differ in the last bits, so there is a file for each instruction set, and {@code
 * ECHODC_MAX_ISA} must say which one may be used; the build runs this class with {@code avx2} and
 * with {@code avx512}. Simulated devices use the same instructions in any case, and run with the
 * first alone. The hashes were made with the compiler and C library of Debian 12, as in CI; others
 * may round differently.
 *
 * <p>Where results are meant to change, or a case is new, this makes the files anew:
 *
 * <pre>mvn test -pl java -Dtest=PinnedResultsTest -Dechodc.pin=write</pre>
 *
 * <p>The hashes are of numbers, not of the {@code .npz}, whose compression is up to the zlib of the
 * Java that wrote it.
 */
@Tag("pinned")
@EnabledIfEnvironmentVariable(
    named = PinnedResultsTest.LIMIT,
    matches = "avx2|avx512",
    disabledReason = "there are hashes for ECHODC_MAX_ISA=avx2 and =avx512")
class PinnedResultsTest {
  static final String LIMIT = "ECHODC_MAX_ISA";
  private static final String ISA = System.getenv(LIMIT);
  private static final Path FILE = Path.of("src/test/resources/org/echodc/pinned", ISA + ".txt");
  private static final boolean WRITE = "write".equals(System.getProperty("echodc.pin"));
  private static final String REWRITE =
      "mvn test -pl java -Dtest=PinnedResultsTest -Dechodc.pin=write";

  private static final String LOSSES = "losses";
  private static final String PIXELS = "pixels";
  private static final String PARAMETERS = "parameters";
  private static final String VELOCITY = "velocity";

  private static final int CLASSES = 2;
  private static final int ITERATIONS = 3;
  private static final int REAL_BATCH = 3;
  private static final int REAL_OF_CLASS = 8;
  private static final int EPOCHS = 2;
  private static final long SEED = 7;

  private static final Map<String, String> PINNED = PinnedHashes.read(FILE);
  private static final Map<String, String> COMPUTED = new LinkedHashMap<>();

  @BeforeAll
  static void theProcessorHasTheInstructions() {
    try (Device cpu = Devices.open("cpu", 1)) {
      String hardware = cpu.info().hardware();
      assumeTrue(hardware.endsWith(", " + ISA), hardware + " has no " + ISA);
    }
  }

  @AfterAll
  static void write() {
    if (WRITE) {
      Map<String, String> hashes = new LinkedHashMap<>();
      names().forEach(name -> hashes.put(name, COMPUTED.getOrDefault(name, PINNED.get(name))));
      hashes.values().removeIf(hash -> hash == null);
      PinnedHashes.write(FILE, "SHA-256 of results, see PinnedResultsTest. " + REWRITE, hashes);
    }
  }

  static Stream<PinnedCase> condensations() {
    return ofThisProcess(PinnedCases.CONDENSATIONS);
  }

  static Stream<PinnedCase> trainings() {
    return ofThisProcess(PinnedCases.TRAININGS);
  }

  private static Stream<PinnedCase> ofThisProcess(List<PinnedCase> cases) {
    return cases.stream().filter(pinned -> pinned.onCpu() || ISA.equals("avx2"));
  }

  private static List<String> names() {
    return Stream.concat(
            condensations().flatMap(pinned -> Stream.of(pinned.name(LOSSES), pinned.name(PIXELS))),
            trainings()
                .flatMap(pinned -> Stream.of(pinned.name(PARAMETERS), pinned.name(VELOCITY))))
        .toList();
  }

  /** Losses that were computed, class by class, then the images after the last iteration. */
  private record Condensed(float[] losses, float[] pixels) {}

  private static Discrepancy discrepancy(PinnedCase pinned) {
    return pinned.oneOf(Objective.class, "objective") == Objective.DM
        ? new MeanDistance()
        : new Mmd(
            pinned.oneOf(Mmd.Kernel.class, "kernel"),
            pinned.oneOf(Mmd.Implementation.class, "mmd"));
  }

  private static CondensationConfig configuration(PinnedCase pinned) {
    return new CondensationConfig(
        new CondensationConfig.Matching(
            discrepancy(pinned),
            REAL_BATCH,
            pinned.number("batch"),
            AugmentationPolicy.parse(pinned.text("augmentation"))),
        new CondensationConfig.SyntheticImages(
            new Decoding(pinned.number("ipc"), pinned.number("factor")),
            pinned.oneOf(Initialization.class, "init")),
        new CondensationConfig.RandomNetworks(
            Architecture.convNet(pinned.number("width"), pinned.number("depth")),
            pinned.number("ipm")),
        new CondensationConfig.PixelOptimizer(pinned.decimal("rate"), 0.5f),
        ITERATIONS,
        pinned.number("losses"),
        SEED);
  }

  private static Condensed condense(Device device, PinnedCase pinned) {
    List<Float> losses = new ArrayList<>();
    CondensationProgress listener =
        new CondensationProgress() {
          @Override
          public void loss(int iteration, List<Float> classLosses, double seconds) {
            losses.addAll(classLosses);
          }
        };
    float[] pixels =
        new Condensation(device, dataset(pinned, REAL_OF_CLASS), configuration(pinned))
            .run(listener)
            .condensed()
            .pixels();
    float[] values = new float[losses.size()];
    IntStream.range(0, values.length).forEach(i -> values[i] = losses.get(i));
    return new Condensed(values, pixels);
  }

  private static ImageDataset dataset(PinnedCase pinned, int imagesOfClass) {
    return RandomDataset.of(CLASSES, imagesOfClass, pinned.image());
  }

  private static TrainingState train(Device device, PinnedCase pinned) {
    int images = pinned.number("images");
    ImageDataset dataset = dataset(pinned, images);
    float rate = 0.01f;
    EvaluationConfig config =
        new EvaluationConfig(
            Architecture.convNet(pinned.number("width"), pinned.number("depth")),
            EvaluationConfig.Training.of(EPOCHS, rate).withBatch(pinned.number("batch")),
            AugmentationPolicy.parse(pinned.text("augmentation")),
            pinned.decimal("cutmix"),
            1,
            SEED);
    Network network = config.network().of(dataset.image(), CLASSES);
    try (TensorScope memory = new TensorScope(device)) {
      TrainingImages training =
          pinned.text("of").equals("real")
              ? TrainingImages.of(memory, dataset.train())
              : TrainingImages.of(
                  memory,
                  new SyntheticInitializer(device, dataset, SEED)
                      .create(Initialization.NOISE, new Decoding(images, 1)));
      Trainer trainer = new Trainer(memory, network, dataset.normalization(), config, training);
      trainer.start(SEED);
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        trainer.epoch(SEED, rate);
      }
      return trainer.state(EPOCHS);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("condensations")
  void condensedImages(PinnedCase pinned) {
    for (DeviceRequest request : pinned.requests()) {
      try (Device device = Devices.open(request, reason -> {})) {
        Condensed condensed = condense(device, pinned);
        assertAll(
            () -> check(pinned.name(LOSSES), request, condensed.losses()),
            () -> check(pinned.name(PIXELS), request, condensed.pixels()));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("trainings")
  void trainedNetworks(PinnedCase pinned) {
    for (DeviceRequest request : pinned.requests()) {
      try (Device device = Devices.open(request, reason -> {})) {
        TrainingState state = train(device, pinned);
        assertAll(
            () -> check(pinned.name(PARAMETERS), request, state.parameters()),
            () -> check(pinned.name(VELOCITY), request, state.velocity()));
      }
    }
  }

  @Test
  void theFileHasNoOtherCases() {
    assumeFalse(WRITE, "the file is written after this");
    assertEquals(names(), List.copyOf(PINNED.keySet()), FILE + " is old; make it anew: " + REWRITE);
  }

  /** Compares with the file; when writing, with what was computed on another number of threads. */
  private static void check(String name, DeviceRequest request, float[] values) {
    for (float value : values) {
      assertTrue(Float.isFinite(value), () -> name + " holds " + value);
    }
    String hash = PinnedHashes.of(values);
    String expected =
        WRITE
            ? COMPUTED.computeIfAbsent(name, first -> hash)
            : PINNED.getOrDefault(name, "not there");
    assertEquals(
        expected,
        hash,
        () ->
            """
            Other results than before, with %d thread(s):
              %s
              now %s
              was %s %s
            If no result was meant to change, look for the commit that changed it. If it was, say so
            in the commit and make the file anew: %s"""
                .formatted(
                    request.threads(),
                    name,
                    hash,
                    expected,
                    WRITE ? "with fewer threads" : "in " + FILE,
                    REWRITE));
  }
}
