package org.echodc.report.run;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A checkpoint as JSON, in which a length stands for every array. The arrays themselves come behind
 * it, in the order of the text.
 *
 * @param sequence number of the checkpoint in its run
 * @param checkpoint its arrays are still to be filled when it has been parsed
 */
record CheckpointHeader(long sequence, Checkpoint checkpoint) {
  private static final Object ARRAYS = CheckpointHeader.class;
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .addModule(new Jdk8Module())
          .addModule(
              new SimpleModule()
                  .addSerializer(new LengthOnly())
                  .addDeserializer(float[].class, new UnfilledArray()))
          .build();

  /** Checks the number. */
  CheckpointHeader {
    if (sequence < 0) {
      throw new IllegalArgumentException("a checkpoint has sequence number " + sequence);
    }
  }

  /** The arrays of a header, in order, and how many numbers they may still have. */
  record Arrays(List<float[]> all, long[] left) {
    static Arrays upTo(long numbers) {
      return new Arrays(new ArrayList<>(), new long[] {numbers});
    }

    private void add(float[] array) {
      left[0] -= array.length;
      all.add(array);
    }
  }

  /** The JSON text; adds the arrays to those given. */
  byte[] write(Arrays arrays) throws IOException {
    return MAPPER.writer().withAttribute(ARRAYS, arrays).writeValueAsBytes(this);
  }

  /**
   * Parses a text; adds its arrays, which hold zeros, to those given.
   *
   * @throws IllegalArgumentException if it is no header, or its arrays have more numbers than may
   *     be
   */
  static CheckpointHeader parse(byte[] text, Arrays arrays) throws IOException {
    try {
      // decoded here: of bytes Jackson would guess the encoding
      return MAPPER
          .readerFor(CheckpointHeader.class)
          .withAttribute(ARRAYS, arrays)
          .readValue(new String(text, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("its header is wrong: " + e.getOriginalMessage(), e);
    }
  }

  private static final class LengthOnly extends StdSerializer<float[]> {
    private static final long serialVersionUID = 1L;

    LengthOnly() {
      super(float[].class);
    }

    @Override
    public void serialize(float[] array, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      ((Arrays) provider.getAttribute(ARRAYS)).add(array);
      json.writeNumber(array.length);
    }
  }

  private static final class UnfilledArray extends StdDeserializer<float[]> {
    private static final long serialVersionUID = 1L;

    UnfilledArray() {
      super(float[].class);
    }

    @Override
    public float[] deserialize(JsonParser json, DeserializationContext context) throws IOException {
      int length = json.getIntValue();
      Arrays arrays = (Arrays) context.getAttribute(ARRAYS);
      if (length < 0 || length > arrays.left()[0]) {
        context.reportInputMismatch(this, "an array of %d numbers does not fit the file", length);
      }
      float[] array = new float[length];
      arrays.add(array);
      return array;
    }
  }
}
