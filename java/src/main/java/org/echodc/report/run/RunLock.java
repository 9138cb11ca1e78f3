package org.echodc.report.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.echodc.report.ReportException;
import org.echodc.report.file.AtomicFile;
import org.echodc.text.Text;

/**
 * Keeps a second process from going on with a run while a first is at it. The operating system ends
 * the lock with the process, however that ends. The file stays: who deleted it could take it from
 * under a process that has just opened it.
 */
public final class RunLock implements AutoCloseable {
  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Locks a file, which is made if it is not there, and which nothing else may open: closing it
   * anywhere in the process would end the lock.
   *
   * @throws ReportException if another process has it
   */
  static RunLock of(Path file) {
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() != null) {
        return new RunLock(channel);
      }
      channel.close();
    } catch (OverlappingFileLockException e) {
      closeQuietly(channel);
    } catch (IOException e) {
      closeQuietly(channel);
      throw new ReportException(
          Text.format("%s cannot be locked: %s", file, AtomicFile.reason(e)), e);
    }
    throw new ReportException(
        Text.format(
            "%s is being written by another echodc; wait for it, or end it", file.getParent()));
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // nothing was written through it
    }
  }

  @Override
  public void close() {
    closeQuietly(channel);
  }
}
