package org.echodc.report.export;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.echodc.failure.Cause;
import org.echodc.report.ReportException;
import org.echodc.report.file.AtomicFile;
import org.echodc.report.file.Json;
import org.echodc.text.Text;

/**
 * A folder of exported images, which appears complete or not at all: it is made under a temporary
 * name beside its place and renamed. Only folders that an export made are ever replaced: those with
 * its record and without a file that no export writes. Files are not forced to disk one by one; an
 * export can be repeated.
 */
public final class ExportFolder {
  private static final String RECORD = "export.json";

  /** Names of the files of all formats, and of the record while it is written. */
  private static final Pattern WRITTEN =
      Pattern.compile(
          "export\\.json(\\.partial)?|train\\.npz|train-(images-idx[34]|labels-idx1)-ubyte\\.gz"
              + "|[^/]+/[0-9]{4,}\\.png");

  private static final String UNFINISHED = ".partial";
  private static final String RETIRED = ".replaced";

  private final Path target;
  private final Path unfinished;
  private final Path retired;

  private ExportFolder(Path target) {
    this.target = target;
    unfinished = target.resolveSibling(target.getFileName() + UNFINISHED);
    retired = target.resolveSibling(target.getFileName() + RETIRED);
  }

  /**
   * Writes images.
   *
   * @param folder where to; may exist if it is empty
   * @param overwrite whether an earlier export in it may be replaced
   * @throws ReportException if the folder is in use or cannot be written, or the format cannot hold
   *     the images; what was there is unchanged
   */
  public static void write(
      Path folder, boolean overwrite, ExportFormat format, ExportedImages images) {
    format.check(images);
    try {
      // a link to a folder stays one: what is replaced is the folder
      Path target = Files.isDirectory(folder) ? folder.toRealPath() : folder.toAbsolutePath();
      if (target.normalize().getFileName() == null) {
        throw new ReportException(folder + " cannot be replaced; name a folder in it");
      }
      new ExportFolder(target.normalize()).write(overwrite, format, images);
    } catch (IOException e) {
      throw new ReportException(
          Text.format("export to %s failed: %s", folder, AtomicFile.reason(e)), e);
    }
  }

  private void write(boolean overwrite, ExportFormat format, ExportedImages images)
      throws IOException {
    boolean used = Files.exists(target, LinkOption.NOFOLLOW_LINKS) && !isEmptyFolder(target);
    if (used && !overwrite) {
      throw new ReportException(Text.format("%s is not empty", target), Cause.OUTPUT_IN_USE);
    }
    for (Path folder : List.of(target, unfinished, retired)) {
      requireExport(folder);
    }
    delete(unfinished);
    delete(retired);
    try {
      Files.createDirectories(unfinished);
      Json.write(unfinished.resolve(RECORD), ExportRecord.of(format, images));
      format.write(unfinished, images);
      if (used) {
        replace();
      } else {
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      delete(unfinished);
    }
  }

  private void replace() throws IOException {
    Files.move(target, retired, StandardCopyOption.ATOMIC_MOVE);
    try {
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.move(retired, target, StandardCopyOption.ATOMIC_MOVE);
      throw e;
    }
    delete(retired);
  }

  private static boolean isEmptyFolder(Path path) throws IOException {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.findAny().isEmpty();
    }
  }

  /** Refuses a folder that holds anything an export did not write. */
  private static void requireExport(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS) || isEmptyFolder(folder)) {
      return;
    }
    if (!hasFile(folder, RECORD) && !hasFile(folder, AtomicFile.temporaryName(RECORD))) {
      throw new ReportException(
          Text.format("%s is in use and has no %s: no export made it", folder, RECORD),
          Cause.OUTPUT_UNSUITABLE);
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = folder.relativize(file).toString();
            if (!attributes.isRegularFile() || !WRITTEN.matcher(name).matches()) {
              throw new ReportException(
                  Text.format("%s holds %s, which no export wrote", folder, name),
                  Cause.OUTPUT_UNSUITABLE);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static boolean hasFile(Path folder, String name) {
    return Files.isRegularFile(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  /** Deletes a folder, if it is there, and does not follow links. */
  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
