/** Folders of pictures: found, read, resized. */
package org.echodc.data.picture;
