/** Recipes: settings of a run in a file, and where the defaults of a command come from. */
package org.echodc.cli.recipe;
