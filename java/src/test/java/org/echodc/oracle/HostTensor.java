package org.echodc.oracle;

import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** A tensor of the oracle: doubles whatever its type, which hold all of them exactly. */
public record HostTensor(DataType type, Shape shape, double[] storage, int offset)
    implements Tensor {

  static HostTensor allocate(DataType type, Shape shape) {
    return new HostTensor(type, shape, new double[(int) shape.elements()], 0);
  }

  public static double[] values(Tensor tensor) {
    HostTensor host = (HostTensor) tensor;
    double[] values = new double[(int) host.shape.elements()];
    System.arraycopy(host.storage, host.offset, values, 0, values.length);
    return values;
  }

  static int[] wholeNumbers(Tensor tensor) {
    double[] values = values(tensor);
    int[] whole = new int[values.length];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = (int) values[i];
    }
    return whole;
  }

  public static void set(Tensor tensor, double... values) {
    HostTensor host = (HostTensor) tensor;
    if (values.length != host.shape.elements()) {
      throw new IllegalStateException(values.length + " values for " + host.shape);
    }
    System.arraycopy(values, 0, host.storage, host.offset, values.length);
  }

  @Override
  public Tensor view(long first, Shape viewShape) {
    return new HostTensor(type, viewShape, storage, offset + (int) first);
  }

  /** Memory of its own: doubles of one type are no numbers of another. */
  @Override
  public Tensor reinterpret(long firstByte, DataType newType, Shape newShape) {
    return allocate(newType, newShape);
  }

  @Override
  public void close() {
    // the garbage collector's business
  }
}
