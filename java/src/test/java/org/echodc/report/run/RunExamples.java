package org.echodc.report.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.echodc.condense.CondensationConfig;
import org.echodc.device.DeviceInfo;
import org.echodc.evaluate.AccuracyStatistics;
import org.echodc.evaluate.EvaluationConfig;
import org.echodc.network.zoo.Architecture;
import org.echodc.operation.image.AugmentationPolicy;
import org.echodc.operation.image.Decoding;
import org.echodc.operation.mmd.Mmd;
import org.echodc.report.file.Json;
import org.echodc.synthetic.Initialization;

/** Configurations and files of runs. */
public final class RunExamples {
  private RunExamples() {}

  /** A run on the bundled data set. */
  public static RunConfiguration configuration() {
    return configuration("fashion-mnist-mini", List.of("T-shirt/top", "Trouser", "Pullover"));
  }

  /** What {.code run.json} says of it. */
  public static JsonNode json() {
    return Json.tree(configuration());
  }

  public static RunConfiguration configuration(String dataset, List<String> classNames) {
    AugmentationPolicy augmentation = AugmentationPolicy.parse("color_crop_cutout");
    return new RunConfiguration(
        "condense --ipc 10",
        "2026-11-24T03:00:00Z",
        new RunConfiguration.Data(dataset, 5_000, 1_000, classNames),
        new CondensationConfig(
            new CondensationConfig.Matching(
                new Mmd(Mmd.Kernel.GAUSSIAN, Mmd.Implementation.FUSED), 128, 200, augmentation),
            new CondensationConfig.SyntheticImages(new Decoding(10, 2), Initialization.MIX),
            new CondensationConfig.RandomNetworks(Architecture.convNet(64, 3), 5),
            new CondensationConfig.PixelOptimizer(10, 0.5f),
            60,
            10,
            Long.MAX_VALUE),
        new EvaluationConfig(
            Architecture.convNet(64, 3),
            EvaluationConfig.Training.of(60, 0.01f),
            augmentation,
            0.5f,
            2,
            0),
        new DeviceInfo("cpu", "Zen", 2, Map.of("onednn", "3.8", "echodc", "1", "b", "2")),
        Map.of("os", "Linux", "echodc", "0.1.0", "java", "17"));
  }

  /** A complete run whose networks had these accuracies. */
  public static RunFiles files(String name, Double... accuracies) {
    AccuracyStatistics accuracy = new AccuracyStatistics(List.of(accuracies));
    RunSummary summary =
        new RunSummary(
            RunSummary.Status.COMPLETE,
            "",
            60,
            0.25,
            new RunCost(75, 158_000_000, List.of(new RunCost.Phase("condense echo", 15))),
            Map.of("echo", accuracy));
    return new RunFiles(
        Path.of(name),
        json(),
        Optional.of(Json.tree(summary)),
        List.of(Json.tree(RunEvent.Loss.of("echo", 1, 0.5, List.of(1f, 2f)))),
        Optional.empty(),
        Optional.of(RecordExamples.small().set()),
        List.of());
  }

  /** The same run with something changed in its configuration. */
  public static RunFiles changed(RunFiles files, String group, String name, String value) {
    ObjectNode configuration = files.configuration().deepCopy();
    ObjectNode node = group.isEmpty() ? configuration : (ObjectNode) configuration.get(group);
    node.set(name, JsonNodeFactory.instance.textNode(value));
    return with(files, configuration);
  }

  /** The same run with another configuration. */
  public static RunFiles with(RunFiles files, ObjectNode configuration) {
    return new RunFiles(
        files.path(),
        configuration,
        files.summary(),
        files.events(),
        files.initial(),
        files.condensed(),
        files.evaluations());
  }
}
