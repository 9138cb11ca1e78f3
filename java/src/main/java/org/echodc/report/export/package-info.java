/** Condensed images in the formats of other programs. */
package org.echodc.report.export;
