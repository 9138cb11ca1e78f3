/** Kernels of network layers. */
package org.echodc.device.cuda.layer;
