/** Trains networks from scratch on a set of images, tests them on real ones, and sums up. */
package org.echodc.evaluate;
