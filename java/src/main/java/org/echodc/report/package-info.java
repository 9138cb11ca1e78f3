/** What a run leaves behind: its directory, the images as .npz and PNG, metrics and summaries. */
package org.echodc.report;
