/** Memory of devices: handles, scopes, and an arena that places tensors by their lives. */
package org.echodc.device.memory;
