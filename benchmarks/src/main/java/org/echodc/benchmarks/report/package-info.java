/** Results as one HTML page that needs no other file. */
package org.echodc.benchmarks.report;
