package org.echodc.device.operation;

import org.echodc.tensor.Tensor;

/**
 * Fully connected layer {@code dst = src weight + bias}; as a group of gradients, the same shapes.
 *
 * @param weight FLOAT32 [in, out]
 * @param bias FLOAT32 [out]
 */
public record Linear(Tensor weight, Tensor bias) {}
