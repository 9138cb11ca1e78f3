package org.echodc.report.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.echodc.synthetic.SyntheticSet;

/** Told what a run does, to show it while it goes on. Calls come from the thread of the run. */
public interface RunViewer {

  /** Shows nothing. */
  RunViewer NONE = new RunViewer() {};

  /**
   * The run begins, or goes on.
   *
   * @param configuration what {@code run.json} says
   * @param earlier lines of {@code metrics.jsonl} that are there already
   */
  default void begin(JsonNode configuration, List<String> earlier) {}

  /** A line of {@code metrics.jsonl} has been written. */
  default void event(String line) {}

  /** The images before condensing. */
  default void initial(SyntheticSet images) {}

  /** The images after some iterations of the run's own objective. */
  default void condensed(int iteration, SyntheticSet images) {}

  /** The run has ended. */
  default void end(RunSummary summary) {}
}
