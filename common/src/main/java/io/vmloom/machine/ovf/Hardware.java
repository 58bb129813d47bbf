package io.vmloom.machine.ovf;

import io.vmloom.machine.BootDevice;
import java.util.Map;
import java.util.Optional;

/**
 * What was made of the items of a hardware section.
 *
 * @param devices to start from, by the items' numbers
 */
record Hardware(Map<String, BootDevice> devices) {
    Optional<BootDevice> bootDevice(String instance) {
        return Optional.ofNullable(devices.get(instance));
    }
}
