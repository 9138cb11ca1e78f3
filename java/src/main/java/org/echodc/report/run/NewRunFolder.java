package org.echodc.report.run;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.echodc.failure.Cause;
import org.echodc.report.ReportException;
import org.echodc.report.file.AtomicFile;
import org.echodc.text.Text;

/** Makes folders ready for runs that begin. */
final class NewRunFolder {
  private static final int MOST_OF_ONE_NAME = 100_000;

  private NewRunFolder() {}

  /** See {@link RunDirectory#create}. */
  static void prepare(Path path, boolean overwrite) {
    try {
      createFolders(path);
      List<Path> present = list(path);
      if (!present.isEmpty() && !overwrite) {
        throw new ReportException(Text.format("%s is not empty", path), Cause.OUTPUT_IN_USE);
      }
      for (Path file : present) {
        requireWrittenByRun(file);
      }
      requireWritable(path);
      if (present.contains(path.resolve(RunDirectory.LOCK))) {
        RunLock.of(path.resolve(RunDirectory.LOCK)).close();
      }
      for (Path file : present) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  /** See {@link RunDirectory#createAnother}. */
  static Path prepareAnother(Path wanted) {
    try {
      createFolders(wanted.toAbsolutePath().getParent());
      for (int number = 1; number <= MOST_OF_ONE_NAME; number++) {
        Path path =
            number == 1 ? wanted : wanted.resolveSibling(wanted.getFileName() + "-" + number);
        try {
          Files.createDirectory(path); // fails if another process makes it first
        } catch (FileAlreadyExistsException e) {
          continue;
        }
        requireWritable(path);
        return path;
      }
    } catch (IOException e) {
      throw unwritable(wanted, e);
    }
    throw new ReportException(
        Text.format("%s and %d more of that name are there already", wanted, MOST_OF_ONE_NAME - 1),
        Cause.OUTPUT_UNSUITABLE);
  }

  private static ReportException unwritable(Path path, IOException e) {
    return new ReportException(
        Text.format("run directory %s cannot be written: %s", path, AtomicFile.reason(e)), e);
  }

  private static void createFolders(Path path) throws IOException {
    // createDirectories refuses a symbolic link to a folder
    if (!Files.isDirectory(path)) {
      Files.createDirectories(path);
    }
  }

  /** Fails where a file is none that a run writes, or leads elsewhere. */
  static void requireWrittenByRun(Path file) {
    String name = file.getFileName().toString();
    boolean known =
        RunDirectory.FILES.stream()
            .anyMatch(n -> name.equals(n) || name.equals(AtomicFile.temporaryName(n)));
    if (!known || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new ReportException(
          Text.format("%s holds %s, which no run wrote", file.toAbsolutePath().getParent(), name),
          Cause.OUTPUT_UNSUITABLE);
    }
  }

  /** Fails now rather than after hours of work, and before an earlier run is removed. */
  private static void requireWritable(Path path) throws IOException {
    Path probe = path.resolve(AtomicFile.temporaryName(RunDirectory.CONFIGURATION));
    Files.deleteIfExists(probe);
    Files.createFile(probe);
    Files.delete(probe);
  }

  private static List<Path> list(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.sorted().toList();
    }
  }
}
