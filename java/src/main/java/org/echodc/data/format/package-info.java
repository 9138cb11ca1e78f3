/** Formats of data sets: IDX, CIFAR, MATLAB, Tiny ImageNet. */
package org.echodc.data.format;
