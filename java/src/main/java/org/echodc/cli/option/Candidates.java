package org.echodc.cli.option;

import java.util.Iterator;
import java.util.List;

/** Values that a shell proposes for an option; picocli makes them by their class. */
public abstract class Candidates implements Iterable<String> {
  private final List<String> values;

  protected Candidates(List<String> values) {
    this.values = values;
  }

  @Override
  public Iterator<String> iterator() {
    return values.iterator();
  }
}
