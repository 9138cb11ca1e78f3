package org.echodc.device.cudnn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jcuda.JCudaVersion;
import org.echodc.device.NativeLibraries;
import org.echodc.device.cuda.Simulator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The natives of JCublas and JCudnn that the classes bind to, of another version for JCudnn, are
 * linked against cuBLAS 12 and cuDNN 9; and what we call is among what they link. The stand-ins
 * export what we call, for a call of anything else would end a process that tests.
 */
class JCudnnVersionTest {
  private static final Pattern VERSION_OF_LINKER = Pattern.compile("libcu(dnn|blas)\\.so\\.\\d+");

  /** Names in the tables of a shared library, between zeros. */
  private static Set<String> names(String resource, Pattern pattern) throws IOException {
    try (InputStream library = Simulator.class.getResourceAsStream(resource)) {
      String bytes = new String(library.readAllBytes(), StandardCharsets.ISO_8859_1);
      return Stream.of(bytes.split("\0"))
          .filter(pattern.asMatchPredicate())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @ParameterizedTest
  @CsvSource({"JCublas2, cublas, 12, 8", "JCudnn, cudnn, 9, 30"})
  void whatIsCalledIsInTheLibrary(String binding, String library, int major, int atLeast)
      throws IOException {
    assertEquals("12.6.0", JCudaVersion.get());
    String natives =
        "/lib/lib%s-%s-%s.so".formatted(binding, JCudaVersion.get(), NativeLibraries.platform());
    String file = "lib%s.so.%d".formatted(library, major);
    assertEquals(Set.of(file), names(natives, VERSION_OF_LINKER));

    Pattern functions = Pattern.compile(library + "[A-Z]\\w*");
    Set<String> called = names(NativeLibraries.platform() + "/" + file, functions);
    assertTrue(called.size() >= atLeast, called::toString);
    called.removeAll(names(natives, functions));
    assertEquals(Set.of(), called);
  }
}
