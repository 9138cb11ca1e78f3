package org.echodc.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.echodc.device.Device;
import org.echodc.device.comparison.OperationBench;
import org.echodc.operation.Fill;
import org.echodc.operation.layer.ConvBlock;
import org.echodc.operation.layer.Linear;
import org.echodc.operation.layer.MixedLabels;
import org.echodc.operation.layer.SoftmaxCrossEntropy;
import org.echodc.operation.training.Sgd;
import org.echodc.operation.training.SgdStep;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * The ConvNet-3 that PyTorch ran, put together from device operations. All parameters lie in one
 * tensor, as do their gradients, in the order in which PyTorch names them but without the
 * convolutions' biases, which the normalisation cancels.
 */
public final class GoldenConvNet {
  public static final int DEPTH = 3;
  private static final int CLASSES = 10;

  private final OperationBench bench;
  private final String directory;
  private final Npy images;
  private final Tensor src;
  private final List<String> names = new ArrayList<>();
  private final List<Npy> initial = new ArrayList<>();
  private final Tensor parameters;
  private final Tensor gradients;
  private final Tensor velocity;
  private final List<Tensor> results = new ArrayList<>();
  private final List<ConvBlock.Saved> saved = new ArrayList<>();
  private final Tensor logits;
  private final Tensor loss;
  private final Tensor srcGradient;

  public GoldenConvNet(OperationBench bench, String directory) {
    this.bench = bench;
    this.directory = directory;
    images = golden("x").channelsLast();
    for (int depth = 0; depth < DEPTH; depth++) {
      add("block%d.conv.weight".formatted(depth));
      add("block%d.norm.weight".formatted(depth));
      add("block%d.norm.bias".formatted(depth));
    }
    add("classifier.weight");
    add("classifier.bias");
    int count = initial.stream().mapToInt(parameter -> parameter.values().length).sum();
    parameters = floats(Shape.of(count));
    gradients = floats(Shape.of(count));
    velocity = floats(Shape.of(count));
    bench.device().run(new Fill(velocity, 0));
    for (int i = 0; i < names.size(); i++) {
      bench.device().upload(initial.get(i).values(), view(parameters, i));
    }
    src = bench.floats(images.values(), images.shape());
    Shape shape = src.shape();
    for (int depth = 0; depth < DEPTH; depth++) {
      Shape convolved = block(depth).convolutionShape(shape);
      Shape perChannel = Shape.of(convolved.extent(0), convolved.extent(3));
      saved.add(new ConvBlock.Saved(floats(convolved), floats(perChannel), floats(perChannel)));
      shape = block(depth).resultShape(shape);
      results.add(floats(shape));
    }
    logits = floats(Shape.of(shape.extent(0), CLASSES));
    loss = floats(Shape.of(1));
    srcGradient = floats(src.shape());
  }

  private void add(String name) {
    names.add(name);
    initial.add(golden(name));
  }

  /** An array of this network in the layout of the device. */
  public Npy golden(String name) {
    Npy npy = Npy.golden(directory + "/" + name);
    if (name.endsWith("conv.weight")) {
      return npy.transpose(2, 3, 1, 0); // [out, in, 3, 3] to [3, 3, in, out]
    }
    if (name.endsWith("classifier.weight")) { // [10, (C, H, W)] to [(H, W, C), 10]
      Npy moved = npy.reshape(CLASSES, 16, 4, 4).transpose(2, 3, 1, 0);
      return moved.reshape(npy.shape()[1], CLASSES);
    }
    if (name.equals("features")) {
      return npy.reshape(npy.shape()[0], 16, 4, 4).channelsLast();
    }
    return npy;
  }

  private Tensor floats(Shape shape) {
    return bench.allocate(DataType.FLOAT32, OperationBench.extents(shape));
  }

  private Tensor view(Tensor all, int parameter) {
    int first =
        initial.stream().limit(parameter).mapToInt(earlier -> earlier.values().length).sum();
    return all.view(first, Shape.of(initial.get(parameter).shape()));
  }

  private ConvBlock.Parameters block(int depth) {
    int padding = depth == 0 && images.shape()[3] == 1 ? 3 : 1;
    return new ConvBlock.Parameters(
        view(parameters, 3 * depth),
        view(parameters, 3 * depth + 1),
        view(parameters, 3 * depth + 2),
        padding);
  }

  private Linear.Parameters classifier(Tensor of) {
    return new Linear.Parameters(view(of, 3 * DEPTH), view(of, 3 * DEPTH + 1));
  }

  private static Tensor flat(Tensor images) {
    Shape shape = images.shape();
    return images.reshape(Shape.of(shape.extent(0), (int) shape.rowElements()));
  }

  /** Forward, loss and all gradients. */
  public void propagate() {
    Device device = bench.device();
    for (int depth = 0; depth < DEPTH; depth++) {
      device.run(
          new ConvBlock(
              block(depth), input(depth), results.get(depth), Optional.of(saved.get(depth))));
    }
    Tensor features = flat(results.get(DEPTH - 1));
    device.run(new Linear(classifier(parameters), features, logits));
    int[] own = golden("labels").wholeNumbers();
    Tensor labels = bench.ints(own, own.length);
    Tensor logitsGradient = floats(logits.shape());
    MixedLabels unmixed = new MixedLabels(labels, labels, bench.floats(new float[] {1}, 1));
    device.run(new SoftmaxCrossEntropy(logits, unmixed, loss, logitsGradient));

    Tensor gradient = floats(results.get(DEPTH - 1).shape());
    device.run(
        new Linear.Backward(
            classifier(parameters),
            features,
            logitsGradient,
            Optional.of(flat(gradient)),
            Optional.of(classifier(gradients))));
    for (int depth = DEPTH - 1; depth >= 0; depth--) {
      Tensor inputGradient = depth == 0 ? srcGradient : floats(input(depth).shape());
      ConvBlock.ParameterGradients ofBlock =
          new ConvBlock.ParameterGradients(
              input(depth),
              view(gradients, 3 * depth),
              view(gradients, 3 * depth + 1),
              view(gradients, 3 * depth + 2));
      device.run(
          new ConvBlock.Backward(
              block(depth),
              saved.get(depth),
              gradient,
              ConvBlock.Gradients.ofBoth(inputGradient, ofBlock)));
      gradient = inputGradient;
    }
  }

  private Tensor input(int depth) {
    return depth == 0 ? src : results.get(depth - 1);
  }

  public void step(Sgd sgd) {
    bench.device().run(new SgdStep(sgd, parameters, gradients, velocity));
  }

  public List<String> parameterNames() {
    return names;
  }

  public double[] parameter(String name) {
    return bench.values(view(parameters, names.indexOf(name)));
  }

  public double[] gradient(String name) {
    return bench.values(view(gradients, names.indexOf(name)));
  }

  public double[] features() {
    return bench.values(results.get(DEPTH - 1));
  }

  public double[] logits() {
    return bench.values(logits);
  }

  public double loss() {
    return bench.values(loss)[0];
  }

  public double[] imageGradient() {
    return bench.values(srcGradient);
  }
}
