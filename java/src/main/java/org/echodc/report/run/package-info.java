/** The directory of a run: its files, their safety, checkpoints, events and summary. */
package org.echodc.report.run;
