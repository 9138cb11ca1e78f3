package org.echodc.synthetic;

import java.util.Optional;

/**
 * Who keeps the state of long work, so that it can go on another time.
 *
 * @param <S> the state
 */
public interface Checkpoints<S> {

  /** Where to go on; nothing to begin. */
  Optional<S> latest();

  /** Asked often; true asks for a state to keep. */
  boolean due();

  /**
   * Keeps a state: one that was due, that of cancelled work, or one worth keeping anyway. What the
   * work reported before it belongs to it, what it reports later does not.
   */
  void keep(S state);

  /** Keeps nothing. */
  static <S> Checkpoints<S> none() {
    return new Checkpoints<>() {
      @Override
      public Optional<S> latest() {
        return Optional.empty();
      }

      @Override
      public boolean due() {
        return false;
      }

      @Override
      public void keep(S state) {}
    };
  }
}
