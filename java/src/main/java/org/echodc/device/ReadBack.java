package org.echodc.device;

/** Values on their way from a device to the host. */
public interface ReadBack {

  /** Whether the values have arrived; does not wait. */
  boolean isDone();

  /** The values; waits for them. To be called once. */
  float[] values();

  /** Values that are there already. */
  static ReadBack of(float[] values) {
    return new ReadBack() {
      @Override
      public boolean isDone() {
        return true;
      }

      @Override
      public float[] values() {
        return values;
      }
    };
  }
}
