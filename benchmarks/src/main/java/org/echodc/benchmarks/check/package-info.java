/** Checks, before a measurement, that what is measured computes the right thing. */
package org.echodc.benchmarks.check;
