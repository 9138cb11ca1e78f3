package org.echodc.device;

/** A sequence of operations that is issued again and again. */
public interface Recording extends AutoCloseable {

  /** Issues the operations once more. */
  void replay();

  @Override
  void close();

  /** Keeps no record: every replay issues the operations anew. */
  static Recording reissuing(Runnable operations) {
    return new Recording() {
      @Override
      public void replay() {
        operations.run();
      }

      @Override
      public void close() {
        // nothing is kept
      }
    };
  }
}
