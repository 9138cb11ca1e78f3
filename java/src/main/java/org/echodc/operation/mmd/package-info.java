/** The maximum mean discrepancy between features, and its gradient. */
package org.echodc.operation.mmd;
