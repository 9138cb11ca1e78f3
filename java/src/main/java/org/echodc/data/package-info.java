/**
 * Readers of data sets. To add one, add a line to {@link org.echodc.data.DatasetCatalog}; a format
 * other than IDX and CIFAR's needs a reader beside theirs.
 */
package org.echodc.data;
