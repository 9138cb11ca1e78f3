/** Results of a run of benchmarks: gathered from JMH, kept as JSON, printed, drawn as a page. */
package org.echodc.benchmarks.results;
