/**
 * The layers of networks: the shape of a result, the parameters, and which operations compute it
 * and its gradients.
 */
package org.echodc.network.layer;
