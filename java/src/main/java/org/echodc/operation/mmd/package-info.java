/** Discrepancies between features, of whole distributions or of means, and their gradients. */
package org.echodc.operation.mmd;
