/**
 * Networks as graphs of layers, without a device and without memory, and how they become operations
 * on tensors.
 */
package org.echodc.network;
