/** Shows a run while it goes on: a small web server that only this machine can reach. */
package org.echodc.report.live;
