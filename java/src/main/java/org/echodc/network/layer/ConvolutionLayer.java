package org.echodc.network.layer;

import java.util.ArrayList;
import java.util.List;
import org.echodc.network.Parameter;
import org.echodc.operation.Operation;
import org.echodc.operation.layer.Convolution;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Outline;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * A square {@link Convolution} without bias.
 *
 * @param channels of the result
 * @param kernel side of the window
 * @param stride step between windows
 * @param padding zeros around the image on every side
 */
public record ConvolutionLayer(int channels, int kernel, int stride, int padding) implements Layer {

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
    return List.of(Parameter.byFanIn("weight", weight(src), kernel * kernel * src.extent(3)));
  }

  @Override
  public List<Operation> forward(NodeTensors node) {
    return List.of(new Convolution(filter(node.parameter(0)), node.input(0), node.result()));
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
                    new Convolution.BackwardWeight(filter, node.input(0), gradient, weight)));
    return operations;
  }
}
