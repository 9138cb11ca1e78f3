package org.echodc.device;

import org.echodc.operation.Operation;

/** A device that runs operations in {@link Ways}. */
public abstract class WaysDevice implements Device {

  /** All that it has. */
  protected abstract Ways ways();

  @Override
  public boolean supports(Operation operation) {
    return ways().supports(operation);
  }

  @Override
  public void run(Operation operation) {
    ways().run(operation);
  }
}
