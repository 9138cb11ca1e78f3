package org.echodc.network.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.echodc.network.Parameter;
import org.echodc.operation.Operation;
import org.echodc.operation.layer.Convolution;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Outline;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * A square {@link Convolution}.
 *
 * @param channels of the result
 * @param kernel side of the window
 * @param stride step between windows
 * @param padding zeros around the image on every side
 * @param bias whether it adds one to every channel
 * @param initial distribution of the weights; a bias is uniform by its fan-in
 */
public record ConvolutionLayer(
    int channels, int kernel, int stride, int padding, boolean bias, InitialWeights initial)
    implements Layer {

  /** Without bias, uniform at first. */
  public ConvolutionLayer(int channels, int kernel, int stride, int padding) {
    this(channels, kernel, stride, padding, false, InitialWeights.UNIFORM_BY_FAN_IN);
  }

  /** The same with bias. */
  public ConvolutionLayer withBias() {
    return new ConvolutionLayer(channels, kernel, stride, padding, true, initial);
  }

  /** The same with weights from another distribution. */
  public ConvolutionLayer withInitial(InitialWeights weights) {
    return new ConvolutionLayer(channels, kernel, stride, padding, bias, weights);
  }

  private Shape weight(Shape src) {
    return Shape.of(kernel, kernel, src.extent(3), channels);
  }

  private Convolution.Filter filter(Tensor weight) {
    return new Convolution.Filter(weight, stride, padding);
  }

  @Override
  public Shape result(List<Shape> inputs) {
    Shape src = inputs.get(0);
    return filter(Outline.of(DataType.FLOAT32, weight(src))).resultShape(src);
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    Shape src = inputs.get(0);
    int fanIn = kernel * kernel * src.extent(3);
    Parameter weight =
        switch (initial) {
          case UNIFORM_BY_FAN_IN -> Parameter.byFanIn("weight", weight(src), fanIn);
          case NORMAL_BY_FAN_OUT ->
              Parameter.byFanOut("weight", weight(src), kernel * kernel * channels);
        };
    return bias
        ? List.of(weight, Parameter.byFanIn("bias", Shape.of(channels), fanIn))
        : List.of(weight);
  }

  @Override
  public List<Operation> forward(NodeTensors node) {
    Optional<Tensor> added = bias ? Optional.of(node.parameter(1)) : Optional.empty();
    return List.of(new Convolution(filter(node.parameter(0)), added, node.input(0), node.result()));
  }

  @Override
  public List<Operation> backward(NodeTensors node) {
    Convolution.Filter filter = filter(node.parameter(0));
    Tensor gradient = node.resultGradient();
    List<Operation> operations = new ArrayList<>();
    node.inputGradient(0)
        .ifPresent(src -> operations.add(new Convolution.BackwardInput(filter, gradient, src)));
    node.parameterGradient(0)
        .ifPresent(
            weight ->
                operations.add(
                    new Convolution.BackwardWeight(
                        filter,
                        node.input(0),
                        gradient,
                        weight,
                        bias ? node.parameterGradient(1) : Optional.empty())));
    return operations;
  }
}
