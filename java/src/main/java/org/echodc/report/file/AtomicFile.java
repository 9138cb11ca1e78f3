package org.echodc.report.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.echodc.report.ReportException;
import org.echodc.text.Text;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes files that are either as they were or complete, whatever interrupts the writing. */
public final class AtomicFile {
  private static final Logger LOG = LoggerFactory.getLogger(AtomicFile.class);
  private static final String TEMPORARY_ENDING = ".partial";

  private AtomicFile() {}

  /** Writes the content of a file. */
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes to a temporary file beside the target, forces it to disk and renames it, which is forced
   * to disk too.
   *
   * @throws ReportException if that fails; the target is as it was and the temporary file gone
   */
  public static void write(Path target, Content content) {
    Path temporary = target.resolveSibling(temporaryName(target.getFileName().toString()));
    try {
      Files.deleteIfExists(temporary);
      // created anew: a link that somebody put there would lead the writing elsewhere
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      forceFolderOf(target);
      LOG.debug("wrote {}", target);
    } catch (IOException e) {
      throw new ReportException(Text.format("%s cannot be written: %s", target, reason(e)), e);
    } finally {
      deleteQuietly(temporary);
    }
  }

  /** Without it a power failure could undo the renaming. */
  private static void forceFolderOf(Path file) throws IOException {
    try (FileChannel folder =
        FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  /** Name that a file has until it is complete. */
  public static String temporaryName(String file) {
    return file + TEMPORARY_ENDING;
  }

  /** What went wrong, in words: the messages of file system exceptions are often a bare path. */
  public static String reason(IOException e) {
    String type = e.getClass().getSimpleName().replaceFirst("Exception$", "");
    String kind = type.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    return e.getMessage() == null ? kind : kind + ": " + e.getMessage();
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // the directory is unwritable; the failure that led here says so
    }
  }
}
