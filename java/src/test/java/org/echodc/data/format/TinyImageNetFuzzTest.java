package org.echodc.data.format;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.echodc.data.DataException;
import org.echodc.data.FileSource;

/** Any bytes as Tiny ImageNet's lists: read, or refused with a {@link DataException}. */
class TinyImageNetFuzzTest {
  private static final List<String> CLASSES = List.of("n01443537", "n01641577");

  @FuzzTest(maxDuration = "1m")
  void read(byte[] file) {
    readOrRefused(
        file,
        source ->
            assertTrue(TinyImageNetLists.classes(source).stream().noneMatch(String::isEmpty)));
    readOrRefused(
        file,
        source -> {
          Map<String, String> names = TinyImageNetLists.names(source);
          assertTrue(names.keySet().stream().allMatch(name -> name.length() == 9));
        });
    readOrRefused(
        file,
        source ->
            TinyImageNetLists.files(source, CLASSES)
                .forEach(
                    files -> files.forEach(name -> assertFalse(name.contains("/"), "leads away"))));
  }

  private static void readOrRefused(byte[] file, Consumer<FileSource> reading) {
    try {
      reading.accept(MatBytes.source(file));
    } catch (DataException e) {
      assertTrue(e.getMessage().startsWith("some-file"), e.getMessage());
    }
  }
}
