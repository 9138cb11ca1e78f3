/**
 * The contract of a device. An operation's tests are declared once, as {@link
 * org.echodc.device.comparison.Scenario}s and as the abstract {@code ...Tests} that {@link
 * org.echodc.device.DeviceContract} gathers; every device runs them all.
 */
package org.echodc.device;
