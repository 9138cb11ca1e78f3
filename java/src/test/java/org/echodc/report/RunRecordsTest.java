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
import org.echodc.evaluate.AccuracyStatistics;
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
            new RunSummary(
                RunSummary.Status.CANCELLED,
                "no \"power\"",
                60,
                0.25,
                75.5,
                158_000_000L,
                List.of(
                    new RunCost.Phase("initialise echo", 0.5),
                    new RunCost.Phase("condense echo", 15)),
                accuracy));
    assertEquals(
        """
        {
          "status" : "cancelled",
          "failure" : "no \\"power\\"",
          "iterations" : 60,
          "seconds_per_iteration" : 0.25,
          "total_seconds" : 75.5,
          "peak_device_bytes" : 158000000,
          "phases" : [ {
            "name" : "initialise echo",
            "seconds" : 0.5
          }, {
            "name" : "condense echo",
            "seconds" : 15.0
          } ],
          "accuracy" : {
            "echo" : {
              "mean" : 85.5,
              "std" : 0.0,
              "interval_95" : null,
              "values" : [ 85.5 ]
            },
            "random" : {
              "mean" : 71.0,
              "std" : 1.4142135623730951,
              "interval_95" : [ 58.29379526382526, 83.70620473617474 ],
              "values" : [ 70.0, 72.0 ]
            }
          },
          "iterations_per_second" : 4.0
        }\
        """,
        Files.readString(folder.resolve("summary.json")));
  }

  @Test
  void configuration() throws IOException {
    RunDirectory.create(folder, false).write(RunExamples.configuration());
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
    assertEquals("Trouser", json.at("/class_names/1").asText());
    assertEquals(
        "{\"b\":\"2\",\"echodc\":\"1\",\"onednn\":\"3.8\"}",
        json.at("/device/versions").toString());
    assertEquals(
        "{\"echodc\":\"0.1.0\",\"java\":\"17\",\"os\":\"Linux\"}", json.get("versions").toString());
    assertTrue(text.startsWith("{\n  \"command_line\" : \"condense --ipc 10\",\n  \"started\""));
  }
}
