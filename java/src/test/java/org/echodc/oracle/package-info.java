/**
 * The oracle: every device operation as short, naive loops in double precision, written from the
 * definitions and shared by the tests of all devices.
 */
package org.echodc.oracle;
