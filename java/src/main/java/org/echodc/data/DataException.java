package org.echodc.data;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.echodc.failure.Cause;
import org.echodc.failure.DiagnosedException;
import org.echodc.text.Text;

/** A data set is missing or damaged; the message says which file, where, and what was expected. */
public class DataException extends DiagnosedException {
  private static final long serialVersionUID = 1L;

  private static final int NAMED = 3;

  public DataException(String message) {
    super(message);
  }

  /** With a message for the user and a named cause. */
  public DataException(String message, Cause diagnosis) {
    super(message, diagnosis);
  }

  public DataException(String message, Throwable cause) {
    super(message, cause);
  }

  /** That a file or folder cannot be read, and why. */
  public static DataException unreadable(Object name, IOException e) {
    return new DataException(name + " " + reason(e), e);
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "is missing";
    }
    if (e instanceof AccessDeniedException) {
      return "may not be read by this user; change its permissions";
    }
    if (e instanceof FileSystemLoopException) {
      return "is a link back to a folder around it; delete it";
    }
    return "cannot be read: " + e;
  }

  /** The first of many names, and how many more there are. */
  public static String some(List<?> names) {
    List<String> first = names.stream().limit(NAMED).map(Object::toString).toList();
    String listed = String.join(", ", first);
    return names.size() > NAMED
        ? Text.format("%s and %d more", listed, names.size() - NAMED)
        : listed;
  }
}
