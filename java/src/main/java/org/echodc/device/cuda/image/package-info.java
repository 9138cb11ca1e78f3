/** Kernels of operations on images. */
package org.echodc.device.cuda.image;
