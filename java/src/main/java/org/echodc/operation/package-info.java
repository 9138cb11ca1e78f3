/**
 * The operations of dataset condensation, as values: one file an operation, with its contract, its
 * shape rules, its checks and its work. An operation runs nowhere by itself; devices do that.
 */
package org.echodc.operation;
