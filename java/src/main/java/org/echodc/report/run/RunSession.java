package org.echodc.report.run;

import java.util.Map;
import org.echodc.device.DeviceInfo;

/**
 * A time that a run went on after it had been interrupted: an entry of {@code resumed} in {@code
 * run.json}, whose other fields say how the run began.
 *
 * @param commandLine as given
 * @param started ISO 8601 time
 * @param device where it went on
 * @param versions of echodc, Java and the operating system
 */
public record RunSession(
    String commandLine, String started, DeviceInfo device, Map<String, String> versions) {}
