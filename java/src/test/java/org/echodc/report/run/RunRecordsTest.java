package org.echodc.report.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.echodc.condense.CondensationConfig;
import org.echodc.evaluate.AccuracyStatistics;
import org.echodc.operation.mmd.MeanDistance;
import org.echodc.report.file.Json;
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
                new RunCost(
                    75.5,
                    158_000_000L,
                    List.of(
                        new RunCost.Phase("initialise echo", 0.5),
                        new RunCost.Phase("condense echo", 15))),
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
    assertEquals(
        """
        {
          "command_line" : "condense --ipc 10",
          "started" : "2026-11-24T03:00:00Z",
          "dataset" : "fashion-mnist-mini",
          "training_images" : 5000,
          "test_images" : 1000,
          "class_names" : [ "T-shirt/top", "Trouser", "Pullover" ],
          "condensation" : {
            "objective" : "echo",
            "discrepancy" : {
              "kernel" : "gaussian",
              "implementation" : "fused"
            },
            "decoding" : {
              "ipc" : 10,
              "factor" : 2
            },
            "initialization" : "mix",
            "iterations" : 60,
            "real_batch" : 128,
            "max_synthetic_batch" : 200,
            "network_period" : 5,
            "learning_rate" : 10.0,
            "momentum" : 0.5,
            "network" : "convnet",
            "width" : 64,
            "depth" : 3,
            "augmentation" : "color_crop_cutout",
            "loss_period" : 10,
            "seed" : 9223372036854775807
          },
          "evaluation" : {
            "epochs" : 60,
            "repeats" : 2,
            "batch" : 64,
            "learning_rate" : 0.01,
            "momentum" : 0.9,
            "weight_decay" : 5.0E-4,
            "network" : "convnet",
            "width" : 64,
            "depth" : 3,
            "augmentation" : "color_crop_cutout",
            "cut_mix_probability" : 0.5,
            "seed" : 0
          },
          "device" : {
            "name" : "cpu",
            "hardware" : "Zen",
            "threads" : 2,
            "versions" : {
              "b" : "2",
              "echodc" : "1",
              "onednn" : "3.8"
            }
          },
          "versions" : {
            "echodc" : "0.1.0",
            "java" : "17",
            "os" : "Linux"
          }
        }\
        """,
        Files.readString(folder.resolve("run.json")));
  }

  @Test
  void theDistanceOfMeansHasNoKernel() {
    CondensationConfig config = RunExamples.configuration().condensation();
    CondensationConfig.Matching matching = config.matching();
    CondensationConfig ofMeans =
        config.withMatching(
            new CondensationConfig.Matching(
                new MeanDistance(),
                matching.realBatch(),
                matching.maxSyntheticBatch(),
                matching.augmentation()));
    JsonNode json = Json.tree(ofMeans);
    assertEquals("dm", json.get("objective").asText());
    assertEquals("mean_distance", json.get("discrepancy").asText());
  }
}
