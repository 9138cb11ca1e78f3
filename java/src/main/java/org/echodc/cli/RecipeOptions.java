package org.echodc.cli;

/** Options that determine the results of a run: a recipe may set them, under their names. */
interface RecipeOptions {}
