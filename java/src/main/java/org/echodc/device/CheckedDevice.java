package org.echodc.device;

import java.util.List;
import org.echodc.operation.Arguments;
import org.echodc.operation.Operation;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Tensor;

/**
 * Holds every operation to its contract before it reaches a device, so that devices need no checks
 * of their own and all give the same errors.
 */
public final class CheckedDevice extends DelegatingDevice {

  public CheckedDevice(Device device) {
    super(device);
  }

  @Override
  public void upload(float[] src, Tensor dst) {
    new Arguments("upload").elements("dst", dst, DataType.FLOAT32, src.length);
    super.upload(src, dst);
  }

  @Override
  public void upload(int[] src, Tensor dst) {
    new Arguments("upload").elements("dst", dst, DataType.INT32, src.length);
    super.upload(src, dst);
  }

  @Override
  public void upload(byte[] src, Tensor dst) {
    new Arguments("upload").elements("dst", dst, DataType.UINT8, src.length);
    super.upload(src, dst);
  }

  @Override
  public void download(Tensor src, float[] dst) {
    new Arguments("download").elements("src", src, DataType.FLOAT32, dst.length);
    super.download(src, dst);
  }

  @Override
  public void download(Tensor src, int[] dst) {
    new Arguments("download").elements("src", src, DataType.INT32, dst.length);
    super.download(src, dst);
  }

  @Override
  public ReadBack readBack(Tensor src) {
    new Arguments("readBack").elements("src", src, DataType.FLOAT32, src.shape().elements());
    return super.readBack(src);
  }

  @Override
  public boolean supports(Operation operation) {
    operation.check();
    return super.supports(operation);
  }

  @Override
  public void run(Operation operation) {
    operation.check();
    super.run(operation);
  }

  @Override
  public Recording record(List<Operation> operations) {
    operations.forEach(this::require);
    return super.record(operations);
  }

  /** A replay would find a missing way too late: in the middle of what it recorded or issued. */
  private void require(Operation operation) {
    if (!supports(operation)) {
      throw Ways.missing(info().name(), operation);
    }
  }
}
