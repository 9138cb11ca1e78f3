/** Pages in HTML: of one run, and of several side by side. */
package org.echodc.report.page;
