package org.echodc.report.file;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.echodc.evaluate.AccuracyStatistics;
import org.echodc.evaluate.ConfidenceInterval;
import org.echodc.operation.image.AugmentationPolicy;
import org.echodc.report.run.ConfigurationJson;
import org.echodc.report.run.RunCost;

/** Records as JSON: snake_case names, enums in lower case, indented. */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .addMixIn(RunCost.class, CostOfSummary.class)
          .addModule(ConfigurationJson.module())
          .addModule(
              new SimpleModule()
                  .addSerializer(AugmentationPolicy.class, new AsText<>())
                  .addSerializer(AccuracyStatistics.class, new AsStatistics())
                  .setSerializerModifier(new LowerCaseEnums()))
          .build();

  private static final ObjectWriter COMPACT =
      MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT);

  private Json() {}

  /** A record as a tree. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** A value on a single line. */
  public static String line(Object value) {
    try {
      return COMPACT.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(value + " cannot be written as JSON", e);
    }
  }

  /** Writes a record, replacing the file in one step. */
  public static void write(Path file, Object value) {
    AtomicFile.write(file, out -> out.write(MAPPER.writeValueAsBytes(value)));
  }

  /** The text that stands for an enum. */
  public static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** Beside the seconds of an iteration, those of the run need their own name. */
  private interface CostOfSummary {
    @JsonProperty("total_seconds")
    double seconds();
  }

  private static final class AsText<T> extends JsonSerializer<T> {
    @Override
    public void serialize(T value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(value.toString().toLowerCase(Locale.ROOT));
    }
  }

  private static final class LowerCaseEnums extends BeanSerializerModifier {
    private static final long serialVersionUID = 1L;

    @Override
    public JsonSerializer<?> modifyEnumSerializer(
        SerializationConfig config,
        JavaType type,
        BeanDescription description,
        JsonSerializer<?> serializer) {
      return new AsText<>();
    }
  }

  /** Mean, deviation and interval are derived, and what readers look for. */
  private static final class AsStatistics extends JsonSerializer<AccuracyStatistics> {
    private static final String INTERVAL = "interval_95";

    @Override
    public void serialize(
        AccuracyStatistics accuracy, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeStartObject();
      json.writeNumberField("mean", accuracy.mean());
      json.writeNumberField("std", accuracy.std());
      if (accuracy.interval().isPresent()) {
        ConfidenceInterval interval = accuracy.interval().get();
        json.writeArrayFieldStart(INTERVAL);
        json.writeNumber(interval.low());
        json.writeNumber(interval.high());
        json.writeEndArray();
      } else {
        json.writeNullField(INTERVAL);
      }
      json.writeArrayFieldStart("values");
      for (double value : accuracy.values()) {
        json.writeNumber(value);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }
}
