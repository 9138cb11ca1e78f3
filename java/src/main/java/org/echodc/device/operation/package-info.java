/** Parameter groups of the device operations: small records of tensors and numbers. */
package org.echodc.device.operation;
