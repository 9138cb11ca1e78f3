/**
 * The networks of the field as PyTorch's users write them, from their publications and programs and
 * not from ECHO's graphs: the tests hold one against the other, the benchmarks race them.
 */
package org.echodc.benchmarks.peers.network;
