/**
 * The condensation loop: real images are sampled, synthetic ones decoded, both become features, and
 * the discrepancy between them moves the synthetic pixels.
 */
package org.echodc.condense;
