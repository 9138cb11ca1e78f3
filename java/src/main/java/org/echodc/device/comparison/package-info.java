/** Holds one device's operations against another's, for {@code echodc doctor}. */
package org.echodc.device.comparison;
