package org.echodc.cli;

import org.echodc.cli.terminal.Interruption;

/** Ctrl-C at a chosen moment: after the program has looked for it so often. */
final class EndedAfter extends Interruption {
  private int left;

  EndedAfter(int questions) {
    left = questions;
  }

  @Override
  public boolean requested() {
    return left-- <= 0;
  }
}
