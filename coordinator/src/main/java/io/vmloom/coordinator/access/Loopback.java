package io.vmloom.coordinator.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.stream.Stream;

/** Addresses that only this machine reaches. */
public final class Loopback {
    private Loopback() {}

    /** False also for a name that leads nowhere, or elsewhere too. */
    public static boolean contains(String host) {
        try {
            return !host.isEmpty()
                    && Stream.of(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
