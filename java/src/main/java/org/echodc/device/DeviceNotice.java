package org.echodc.device;

/**
 * Why {@code auto} did not take a GPU.
 *
 * @param warning whether something is wrong: a GPU seems to be there and cannot be used
 * @param message the cause, and the cure where there is one
 */
public record DeviceNotice(boolean warning, String message) {}
