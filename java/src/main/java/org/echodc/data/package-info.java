/**
 * Readers of data sets. To add one, add a line to {@link org.echodc.data.DatasetCatalog}; a format
 * other than IDX needs a reader beside {@link org.echodc.data.IdxReader}.
 */
package org.echodc.data;
