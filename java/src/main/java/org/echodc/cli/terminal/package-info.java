/** What the command line shows: log, progress, tables; and how a user ends it. */
package org.echodc.cli.terminal;
