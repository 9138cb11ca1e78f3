/** Operations of network layers, forward and backward. */
package org.echodc.operation.layer;
