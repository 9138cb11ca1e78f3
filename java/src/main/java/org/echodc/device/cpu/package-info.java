/**
 * The CPU device: Java handles over the C++ operations of {@code native/cpu}. Only {@link
 * org.echodc.device.Devices} makes one.
 */
package org.echodc.device.cpu;
