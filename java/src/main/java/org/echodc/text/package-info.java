/** How values become text. Knows nothing else of ECHO. */
package org.echodc.text;
