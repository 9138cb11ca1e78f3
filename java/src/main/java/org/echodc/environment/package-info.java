/** What this program asks of the user's environment: which folders are theirs. */
package org.echodc.environment;
