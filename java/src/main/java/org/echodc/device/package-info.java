/**
 * The device interface: memory, stream and about two dozen operations, and the choice of a device.
 * Native concepts (pointers, grids, handles) stay in the packages below this one.
 */
package org.echodc.device;
