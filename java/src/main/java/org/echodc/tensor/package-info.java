/** Shapes, element types and handles of arrays in device memory. Knows nothing else of ECHO. */
package org.echodc.tensor;
