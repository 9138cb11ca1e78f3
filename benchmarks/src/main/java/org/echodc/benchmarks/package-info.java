/**
 * JMH benchmarks of the engine; {@code ./echodc bench} runs them and takes JMH's own options. All
 * run on the device that {@code -p device=NAME} names, with every processor that the process may
 * use.
 */
package org.echodc.benchmarks;
