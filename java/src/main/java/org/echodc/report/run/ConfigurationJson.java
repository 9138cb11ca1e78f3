package org.echodc.report.run;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import org.echodc.condense.CondensationConfig;
import org.echodc.evaluate.EvaluationConfig;
import org.echodc.network.zoo.Architecture;
import org.echodc.operation.mmd.Discrepancy;
import org.echodc.operation.mmd.MeanDistance;

/**
 * Configurations as JSON: flat, however the parameters are grouped in Java. Names and order are
 * those of every {@code run.json} that there is, and what its readers look for.
 */
public final class ConfigurationJson {
  private static final String AUGMENTATION = "augmentation";
  private static final String LEARNING_RATE = "learning_rate";
  private static final String MOMENTUM = "momentum";
  private static final String SEED = "seed";

  private ConfigurationJson() {}

  public static SimpleModule module() {
    return new SimpleModule()
        .addSerializer(CondensationConfig.class, new OfCondensation())
        .addSerializer(EvaluationConfig.class, new OfEvaluation());
  }

  private static final class OfCondensation extends JsonSerializer<CondensationConfig> {
    @Override
    public void serialize(
        CondensationConfig config, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      CondensationConfig.Matching matching = config.matching();
      json.writeStartObject();
      provider.defaultSerializeField("objective", matching.objective(), json);
      json.writeFieldName("discrepancy");
      discrepancy(matching.discrepancy(), json, provider);
      provider.defaultSerializeField("decoding", config.images().decoding(), json);
      provider.defaultSerializeField("initialization", config.images().initialization(), json);
      json.writeNumberField("iterations", config.iterations());
      json.writeNumberField("real_batch", matching.realBatch());
      json.writeNumberField("max_synthetic_batch", matching.maxSyntheticBatch());
      json.writeNumberField("network_period", config.networks().period());
      json.writeNumberField(LEARNING_RATE, config.optimizer().learningRate());
      json.writeNumberField(MOMENTUM, config.optimizer().momentum());
      architecture(config.networks().size(), json);
      provider.defaultSerializeField(AUGMENTATION, matching.augmentation(), json);
      json.writeNumberField("loss_period", config.lossPeriod());
      json.writeNumberField(SEED, config.seed());
      json.writeEndObject();
    }
  }

  /** Kernel and implementation of an MMD, or {@code mean_distance}, which has neither. */
  private static void discrepancy(
      Discrepancy discrepancy, JsonGenerator json, SerializerProvider provider) throws IOException {
    if (discrepancy instanceof MeanDistance) {
      json.writeString("mean_distance");
    } else {
      provider.defaultSerializeValue(discrepancy, json);
    }
  }

  /** Name, and width and depth where these are chosen. */
  private static void architecture(Architecture network, JsonGenerator json) throws IOException {
    json.writeStringField("network", network.name());
    if (network.hasSize()) {
      json.writeNumberField("width", network.width());
      json.writeNumberField("depth", network.depth());
    }
  }

  private static final class OfEvaluation extends JsonSerializer<EvaluationConfig> {
    @Override
    public void serialize(EvaluationConfig config, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      EvaluationConfig.Training training = config.training();
      json.writeStartObject();
      json.writeNumberField("epochs", training.epochs());
      json.writeNumberField("repeats", config.repeats());
      json.writeNumberField("batch", training.batch());
      json.writeNumberField(LEARNING_RATE, training.learningRate());
      json.writeNumberField(MOMENTUM, training.momentum());
      json.writeNumberField("weight_decay", training.weightDecay());
      architecture(config.network(), json);
      provider.defaultSerializeField(AUGMENTATION, config.augmentation(), json);
      json.writeNumberField("cut_mix_probability", config.cutMixProbability());
      json.writeNumberField(SEED, config.seed());
      json.writeEndObject();
    }
  }
}
