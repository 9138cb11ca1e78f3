/** The CUDA driver API: context, memory, streams, modules and recorded graphs. */
package org.echodc.device.cuda.driver;
