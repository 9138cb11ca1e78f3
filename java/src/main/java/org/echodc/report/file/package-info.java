/** Files of any kind: arrays, pictures, JSON; complete or not there at all. */
package org.echodc.report.file;
