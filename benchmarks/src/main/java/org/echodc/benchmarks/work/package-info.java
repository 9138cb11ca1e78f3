/** What is measured: work loads, their operations, and how long these take. */
package org.echodc.benchmarks.work;
