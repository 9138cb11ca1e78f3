/** Kernels of the maximum mean discrepancy, fused and unfused. */
package org.echodc.device.cuda.mmd;
