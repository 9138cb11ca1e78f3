/**
 * What can go wrong in ways that somebody can do something about. The library names the cause; a
 * program around it says which of its settings to change.
 */
package org.echodc.failure;
