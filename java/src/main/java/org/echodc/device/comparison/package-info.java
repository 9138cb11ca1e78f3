/**
 * Scenarios: every operation on fixed inputs, for the tests of a device, and for {@code echodc
 * doctor}, which holds a device against another one on the machine where it runs.
 */
package org.echodc.device.comparison;
