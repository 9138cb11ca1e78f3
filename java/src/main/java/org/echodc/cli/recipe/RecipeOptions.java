package org.echodc.cli.recipe;

/** Options that determine the results of a run: a recipe may set them, under their names. */
public interface RecipeOptions {}
