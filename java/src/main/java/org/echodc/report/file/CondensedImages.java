package org.echodc.report.file;

import org.echodc.synthetic.SyntheticSet;
import org.echodc.tensor.Normalization;

/**
 * A condensed data set with what is needed to use it.
 *
 * @param dataset name of the data set it stands for
 * @param normalization of that data set's pixels
 * @param set the images
 */
public record CondensedImages(String dataset, Normalization normalization, SyntheticSet set) {}
