/** Operations on parameters: initial values, optimizer, counting correct predictions. */
package org.echodc.operation.training;
