package org.echodc.run;

import java.util.Map;
import org.echodc.condense.CondensationResult;
import org.echodc.evaluate.AccuracyStatistics;
import org.echodc.report.run.RunSummary;

/**
 * What a run came to.
 *
 * @param condensation the images before and after
 * @param accuracies of the sets that were evaluated
 * @param summary as {@code summary.json} has it
 */
public record RunResult(
    CondensationResult condensation,
    Map<ComparedSet, AccuracyStatistics> accuracies,
    RunSummary summary) {}
