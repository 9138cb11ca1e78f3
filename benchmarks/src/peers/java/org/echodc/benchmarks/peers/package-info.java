/**
 * The same work on PyTorch, written eagerly as published programs of dataset condensation do it,
 * class by class, or faster: what the engine's times are compared with. {@code mvn package -Ppeers}
 * builds it into {@code benchmarks-peers.jar}.
 *
 * <p>Images are NCHW and features are flattened in that order, as is PyTorch's custom. Handles of
 * tensors that outlive a step are left to the garbage collector; every step frees its own, in a
 * {@link org.bytedeco.javacpp.PointerScope}.
 */
package org.echodc.benchmarks.peers;
