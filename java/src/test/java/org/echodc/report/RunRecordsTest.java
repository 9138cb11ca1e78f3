package org.echodc.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.echodc.condense.CondensationConfig;
import org.echodc.condense.Initialization;
import org.echodc.condense.Objective;
import org.echodc.device.DeviceInfo;
import org.echodc.device.operation.AugmentationPolicy;
import org.echodc.device.operation.Decoding;
import org.echodc.device.operation.Mmd;
import org.echodc.evaluate.AccuracyStatistics;
import org.echodc.evaluate.EvaluationConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run.json} and {@code summary.json}: names and values that other programs rely on. */
class RunRecordsTest {
  @TempDir private Path folder;

  @Test
  void summary() throws IOException {
    Map<String, AccuracyStatistics> accuracy = new LinkedHashMap<>();
    accuracy.put("random", new AccuracyStatistics(List.of(70.0, 72.0)));
    accuracy.put("echo", new AccuracyStatistics(List.of(85.5)));
    RunDirectory.create(folder, false)
        .write(
            new RunSummary(RunSummary.Status.CANCELLED, "no \"power\"", 60, 0.25, 75.5, accuracy));
    assertEquals(
        """
        {
          "status" : "cancelled",
          "failure" : "no \\"power\\"",
          "iterations" : 60,
          "seconds_per_iteration" : 0.25,
          "total_seconds" : 75.5,
          "accuracy" : {
            "echo" : {
              "mean" : 85.5,
              "std" : 0.0,
              "values" : [ 85.5 ]
            },
            "random" : {
              "mean" : 71.0,
              "std" : 1.4142135623730951,
              "values" : [ 70.0, 72.0 ]
            }
          }
        }""",
        Files.readString(folder.resolve("summary.json")));
  }

  @Test
  void configuration() throws IOException {
    AugmentationPolicy augmentation = AugmentationPolicy.parse("color_crop_cutout");
    RunDirectory.create(folder, false)
        .write(
            new RunConfiguration(
                "condense --ipc 10",
                "2026-11-24T03:00:00Z",
                "fashion-mnist-mini",
                5_000,
                1_000,
                new CondensationConfig(
                    Objective.ECHO,
                    new Mmd(Mmd.Kernel.GAUSSIAN, Mmd.Implementation.FUSED),
                    new Decoding(10, 2),
                    Initialization.MIX,
                    60,
                    128,
                    200,
                    5,
                    10,
                    0.5f,
                    64,
                    3,
                    augmentation,
                    10,
                    Long.MAX_VALUE),
                new EvaluationConfig(60, 2, 64, 0.01f, 0.9f, 5e-4f, 64, 3, augmentation, 0.5f, 0),
                new DeviceInfo("cpu", "Zen", 2, Map.of("onednn", "3.8", "echodc", "1", "b", "2")),
                Map.of("os", "Linux", "echodc", "0.1.0", "java", "17")));
    String text = Files.readString(folder.resolve("run.json"));
    JsonNode json = new ObjectMapper().readTree(text);
    assertEquals(
        "{\"objective\":\"echo\",\"discrepancy\":{\"kernel\":\"gaussian\","
            + "\"implementation\":\"fused\"},\"decoding\":{\"ipc\":10,\"factor\":2},"
            + "\"initialization\":\"mix\",\"iterations\":60,\"real_batch\":128,"
            + "\"max_synthetic_batch\":200,\"network_period\":5,\"learning_rate\":10.0,"
            + "\"momentum\":0.5,\"width\":64,\"depth\":3,\"augmentation\":\"color_crop_cutout\","
            + "\"loss_period\":10,\"seed\":9223372036854775807}",
        json.get("condensation").toString());
    assertEquals(0.01, json.at("/evaluation/learning_rate").asDouble());
    assertEquals("color_crop_cutout", json.at("/evaluation/augmentation").asText());
    assertEquals(5_000, json.get("training_images").asInt());
    assertEquals(
        "{\"b\":\"2\",\"echodc\":\"1\",\"onednn\":\"3.8\"}",
        json.at("/device/versions").toString());
    assertEquals(
        "{\"echodc\":\"0.1.0\",\"java\":\"17\",\"os\":\"Linux\"}", json.get("versions").toString());
    assertTrue(text.startsWith("{\n  \"command_line\" : \"condense --ipc 10\",\n  \"started\""));
  }
}
