/** Options that commands share, checked, and what they stand for. */
package org.echodc.cli.option;
