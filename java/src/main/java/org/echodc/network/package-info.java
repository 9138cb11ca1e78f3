/** The ConvNet of dataset condensation: its parameters, forward and backward passes on a device. */
package org.echodc.network;
