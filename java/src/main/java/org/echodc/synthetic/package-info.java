/**
 * The synthetic images: how they are stored and decoded, how they begin, and what is kept of a
 * computation that goes on.
 */
package org.echodc.synthetic;
