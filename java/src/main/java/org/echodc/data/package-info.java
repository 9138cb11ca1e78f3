/**
 * Readers of data sets. To add one, add an entry to {@link org.echodc.data.catalog.DatasetEntries};
 * a format that nobody reads yet needs a reader beside the others.
 */
package org.echodc.data;
