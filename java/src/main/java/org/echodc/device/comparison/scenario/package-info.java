/** Scenarios of every operation, for tests on all devices and for the doctor. */
package org.echodc.device.comparison.scenario;
