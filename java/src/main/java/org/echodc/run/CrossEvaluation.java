package org.echodc.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.echodc.data.ImageDataset;
import org.echodc.device.Device;
import org.echodc.environment.Version;
import org.echodc.evaluate.AccuracyStatistics;
import org.echodc.evaluate.EvaluationConfig;
import org.echodc.evaluate.EvaluationProgress;
import org.echodc.evaluate.Evaluator;
import org.echodc.failure.Cause;
import org.echodc.failure.UnsuitableException;
import org.echodc.operation.image.Decoding;
import org.echodc.report.ReportException;
import org.echodc.report.page.RunPage;
import org.echodc.report.run.EvaluationLog;
import org.echodc.report.run.RunDirectory;
import org.echodc.report.run.RunSession;
import org.echodc.synthetic.ClassSizes;
import org.echodc.synthetic.Initialization;
import org.echodc.synthetic.SyntheticInitializer;
import org.echodc.synthetic.SyntheticSet;
import org.echodc.tensor.DataType;
import org.echodc.text.Text;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains several networks on the images of a run, and notes in its directory how good they are: the
 * field's cross-architecture table.
 *
 * @param directory of the run
 * @param dataset whose test images judge
 * @param sets which images, one after the other
 * @param networks each with how it is trained; all of them on each set
 * @param commandLine as given, for the record
 */
public record CrossEvaluation(
    RunDirectory directory,
    ImageDataset dataset,
    List<RunImages> sets,
    List<EvaluationConfig> networks,
    String commandLine) {
  private static final Logger LOG = LoggerFactory.getLogger(CrossEvaluation.class);

  /**
   * Checks, before any work, that the images suit the data set and the networks, and that results
   * can be written.
   *
   * @throws IllegalArgumentException saying what does not fit
   * @throws ReportException if images are missing, or nothing can be written
   */
  public void check() {
    SyntheticSet condensed = directory.readCondensed().set();
    requireSameData(condensed);
    networks.forEach(config -> Evaluator.check(dataset, config));
    if (sets.contains(RunImages.INITIAL)) {
      requireSameData(directory.readInitial().set());
    }
    if (sets.contains(RunImages.RANDOM)) {
      ClassSizes.require(
          dataset,
          condensed.decoding().ipc(),
          "as random images to compare with",
          Cause.CLASS_SMALLER_THAN_RANDOM_SET);
    }
    directory.evaluations().requireWritable();
  }

  private void requireSameData(SyntheticSet set) {
    if (!set.image().equals(dataset.image()) || set.classes() != dataset.classes()) {
      throw new UnsuitableException(
          Text.format(
              "%s holds images %s of %d classes, but %s has images %s of %d classes",
              directory.path(),
              set.image(),
              set.classes(),
              dataset.name(),
              dataset.image(),
              dataset.classes()),
          Cause.IMAGES_OF_OTHER_DATA);
    }
  }

  /**
   * Evaluates. Each result is noted as soon as it is there, so what was done stays done.
   *
   * @param device where; the caller opens and closes it
   * @param progress makes that of one network on one set, by their names; closed at its end
   * @param result told of each
   * @throws org.echodc.device.DeviceMemoryException if a network needs more memory than there is
   * @throws org.echodc.evaluate.EvaluationCancelled if the progress says so
   */
  public void run(
      Device device,
      BiFunction<String, EvaluationConfig, Watched> progress,
      Consumer<EvaluationLog.Entry> result) {
    SyntheticSet condensed = directory.readCondensed().set();
    requireMemory(device, condensed.decodedImages());
    for (RunImages images : sets) {
      SyntheticSet set = read(images, condensed, device);
      for (EvaluationConfig config : networks) {
        EvaluationLog.Entry evaluation = evaluate(device, images, set, config, progress);
        directory.evaluations().add(evaluation);
        result.accept(evaluation);
      }
    }
    writeReport();
  }

  /** The results are noted without it: a report that cannot be written fails nothing. */
  private void writeReport() {
    try {
      if (directory.hasConfiguration()) {
        RunPage.writeReport(directory.path());
      }
    } catch (ReportException e) {
      LOG.warn("no report of {} was written: {}", directory.path(), e.getMessage());
    }
  }

  /** Watches one evaluation. */
  public interface Watched extends EvaluationProgress, AutoCloseable {
    @Override
    void close();
  }

  /** Before the first network is trained for an hour, the last one is known to fit. */
  private void requireMemory(Device device, int images) {
    for (EvaluationConfig config : networks) {
      try (Evaluator evaluator = new Evaluator(device, dataset, config)) {
        evaluator.requireMemory(images, DataType.FLOAT32);
      }
    }
  }

  private EvaluationLog.Entry evaluate(
      Device device,
      RunImages images,
      SyntheticSet set,
      EvaluationConfig config,
      BiFunction<String, EvaluationConfig, Watched> progress) {
    String name = nameOf(images);
    String started = Instant.now().toString();
    long begin = System.nanoTime();
    AccuracyStatistics accuracy;
    try (Evaluator evaluator = new Evaluator(device, dataset, config);
        Watched watched = progress.apply(name, config)) {
      accuracy = evaluator.evaluate(set, watched);
    }
    return new EvaluationLog.Entry(
        EvaluationLog.Images.of(name, set),
        config.network().of(dataset.image(), dataset.classes()).parameterCount(),
        config,
        accuracy,
        (System.nanoTime() - begin) / 1e9,
        new RunSession(commandLine, started, device.info(), Version.ofEverything()));
  }

  private SyntheticSet read(RunImages images, SyntheticSet condensed, Device device) {
    return switch (images) {
      case CONDENSED -> condensed;
      case INITIAL -> directory.readInitial().set();
      case RANDOM -> {
        Decoding decoding = new Decoding(condensed.decoding().ipc(), 1);
        long seed = configuration("/condensation/seed").asLong(networks.get(0).seed());
        yield new SyntheticInitializer(device, dataset, seed)
            .create(Initialization.RANDOM, decoding);
      }
    };
  }

  /** The name that the run itself has for the images. */
  private String nameOf(RunImages images) {
    return images == RunImages.CONDENSED
        ? configuration("/condensation/objective").asText(images.key())
        : images.key();
  }

  private JsonNode configuration(String pointer) {
    return directory.hasConfiguration()
        ? directory.configuration().at(pointer)
        : MissingNode.getInstance();
  }
}
