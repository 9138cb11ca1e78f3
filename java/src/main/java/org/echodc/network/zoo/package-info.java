/** The networks of the field, one file and one citation each. */
package org.echodc.network.zoo;
