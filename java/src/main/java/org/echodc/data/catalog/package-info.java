/** The data sets that can be opened by name: where they lie and what to do if they do not. */
package org.echodc.data.catalog;
