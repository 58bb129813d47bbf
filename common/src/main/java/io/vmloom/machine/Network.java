package io.vmloom.machine;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a network card is plugged into.
 *
 * @param name in the source's words; empty where the kind says it all
 */
public record Network(Kind kind, String name) {
    public static final Network NONE = new Network(Kind.NONE, "");

    /** How a network reaches the world. */
    public enum Kind {
        /** A bridge or virtual switch of the host, on the host's own network. */
        BRIDGE,
        /** A network that the hypervisor or its manager knows by this name: a port group, a network of libvirt. */
        NAMED,
        /** Through the host's address. */
        NAT,
        /** The host and its guests. */
        HOST_ONLY,
        /** Guests among themselves. */
        INTERNAL,
        /** An interface of the host, shared with it. */
        DIRECT,
        /** Nothing. */
        NONE;

        /** As it stands in rules and messages. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public Network {
        Machine.require(kind != Kind.NONE || name.isEmpty(), "no network must have no name, got: " + name);
    }

    /** Reads {@code KIND} or {@code KIND:NAME}; empty for anything else. */
    public static Optional<Network> parse(String text) {
        int colon = text.indexOf(':');
        String word = colon < 0 ? text : text.substring(0, colon);
        return Stream.of(Kind.values())
                .filter(kind -> kind.word().equals(word) && (kind != Kind.NONE || colon < 0))
                .findFirst()
                .map(kind -> new Network(kind, colon < 0 ? "" : text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return name.isEmpty() ? kind.word() : kind.word() + ":" + name;
    }
}
