package org.echodc.network;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.echodc.device.Device;
import org.echodc.device.Devices;
import org.echodc.network.layer.ActivationLayer;
import org.echodc.network.layer.AddLayer;
import org.echodc.network.layer.AveragePoolLayer;
import org.echodc.network.layer.BatchNormLayer;
import org.echodc.network.layer.ConcatenateLayer;
import org.echodc.network.layer.ConvBlockLayer;
import org.echodc.network.layer.ConvolutionLayer;
import org.echodc.network.layer.GlobalAveragePoolLayer;
import org.echodc.network.layer.GroupNormLayer;
import org.echodc.network.layer.InstanceNormLayer;
import org.echodc.network.layer.Layer;
import org.echodc.network.layer.LayerNormLayer;
import org.echodc.network.layer.LinearLayer;
import org.echodc.network.layer.MaxPoolLayer;
import org.echodc.network.layer.ReluLayer;
import org.echodc.operation.layer.Activation;
import org.echodc.operation.layer.AveragePool;
import org.echodc.operation.layer.MaxPool;
import org.echodc.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every layer as the first of a network: what it reads are the images, and has no gradient. */
class FirstLayerTest {
  private static final int OUTPUTS = 3;

  static Stream<Layer> layers() {
    return Stream.of(
        new ActivationLayer(Activation.Function.SWISH),
        new AddLayer(),
        new AveragePoolLayer(AveragePool.Window.square(2, 2)),
        new BatchNormLayer(),
        new ConcatenateLayer(),
        new ConvBlockLayer(new ConvolutionLayer(4, 3, 1, 1)),
        new ConvolutionLayer(4, 3, 1, 1).withBias(),
        new GlobalAveragePoolLayer(),
        new GroupNormLayer(2),
        new InstanceNormLayer(true),
        new LayerNormLayer(),
        new LinearLayer(5),
        new MaxPoolLayer(new MaxPool.Window(2, 2, 0)),
        new ReluLayer());
  }

  @Test
  void noLayerIsLeftOut() {
    Stream<Class<?>> all =
        new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests()))
            .importPackagesOf(Layer.class).stream()
                .filter(type -> type.isAssignableTo(Layer.class) && !type.isInterface())
                .map(JavaClass::reflect);
    assertEquals(names(all), names(layers().map(Layer::getClass)));
  }

  private static TreeSet<String> names(Stream<? extends Class<?>> classes) {
    return classes.map(Class::getName).collect(toCollection(TreeSet::new));
  }

  /** The layer, which reads the images as often as it has inputs, and a linear one behind it. */
  private static Network network(Layer layer) {
    boolean joins = layer instanceof AddLayer || layer instanceof ConcatenateLayer;
    List<Integer> inputs = Collections.nCopies(joins ? 2 : 1, 0);
    return new Network(
        Shape.of(8, 8, 4),
        List.of(new Node(layer, inputs), Node.of(new LinearLayer(OUTPUTS), 1)),
        2);
  }

  /** Without the classifier's, which a pass does not compute. */
  private static float[] parameterGradients(EvaluatedPass evaluated) {
    float[] all = evaluated.values(evaluated.gradients().flat());
    return Arrays.copyOf(all, all.length - 2 * (OUTPUTS + 1));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void learnsAsItDoesWhereTheGradientOfTheImagesIsWantedToo(Layer layer) {
    Network network = network(layer);
    try (Device device = Devices.open("cpu", 1);
        EvaluatedPass all = new EvaluatedPass(device, network, Purpose.ALL_GRADIENTS);
        EvaluatedPass some = new EvaluatedPass(device, network, Purpose.PARAMETER_GRADIENTS)) {
      all.backward();
      some.backward();
      float[] gradients = parameterGradients(some);
      assertTrue(IntStream.range(0, gradients.length).anyMatch(i -> gradients[i] != 0));
      assertArrayEquals(parameterGradients(all), gradients);
    }
  }
}
