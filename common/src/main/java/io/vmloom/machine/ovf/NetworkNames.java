package io.vmloom.machine.ovf;

import io.vmloom.machine.Network;
import java.util.Locale;
import java.util.Map;

/** Networks have only names in OVF; those that VirtualBox gives them tell their kinds. */
final class NetworkNames {
    private static final Map<Network.Kind, String> NAMES = Map.of(
            Network.Kind.NAT, "NAT",
            Network.Kind.BRIDGE, "Bridged",
            Network.Kind.HOST_ONLY, "HostOnly",
            Network.Kind.INTERNAL, "Internal");

    private NetworkNames() {}

    static Network read(String name) {
        return NAMES.entrySet().stream()
                .filter(entry -> entry.getValue().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
                .map(entry -> new Network(entry.getKey(), ""))
                .findFirst()
                .orElseGet(() -> new Network(Network.Kind.NAMED, name));
    }

    /** Of a kind that is known. */
    static Network read(Network.Kind kind, String name) {
        return new Network(kind, name.equals(of(new Network(kind, ""))) ? "" : name);
    }

    /** What a network is called; empty for none. */
    static String of(Network network) {
        if (network.kind() == Network.Kind.NONE) {
            return "";
        }
        return network.name().isEmpty()
                ? NAMES.getOrDefault(network.kind(), network.kind().word())
                : network.name();
    }

    /** What stands beside the name, so that vmloom knows the kind again. */
    static String description(Network network) {
        return "Network of kind " + network.kind().word();
    }
}
