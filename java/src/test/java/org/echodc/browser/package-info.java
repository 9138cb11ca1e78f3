/** A headless Chromium for tests of the pages. */
package org.echodc.browser;
