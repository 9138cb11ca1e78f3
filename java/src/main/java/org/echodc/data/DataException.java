package org.echodc.data;

/** A data set is missing or damaged; the message says which file, where, and what was expected. */
public class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DataException(String message) {
    super(message);
  }

  DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
