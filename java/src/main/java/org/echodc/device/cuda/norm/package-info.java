/** Kernels of normalisations. */
package org.echodc.device.cuda.norm;
