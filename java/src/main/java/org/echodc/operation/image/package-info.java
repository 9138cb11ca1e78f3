/** Operations on images: drawing, augmenting, mixing, decoding and gathering them. */
package org.echodc.operation.image;
