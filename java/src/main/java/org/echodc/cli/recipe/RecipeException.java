package org.echodc.cli.recipe;

/** A recipe is wrong; the message says where and in which way. */
public final class RecipeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public RecipeException(String message) {
    super(message);
  }

  public RecipeException(String message, Throwable cause) {
    super(message, cause);
  }
}
