package io.vmloom.machine;

/** What a port is connected to. References are text from the source: opaque, and opened by nobody here. */
public sealed interface Peer {
    Peer NONE = new Nothing();

    Peer PTY = new Terminal();

    record Nothing() implements Peer {}

    /** A file that takes what the guest writes. */
    record File(String reference) implements Peer {}

    /** A device of the host; empty for whichever it finds. */
    record Device(String device) implements Peer {}

    /** A pipe or local socket. */
    record Pipe(String name, Side side) implements Peer {}

    /**
     * A connection of the network.
     *
     * @param host name or address; empty for any of the host's own
     */
    record Tcp(String host, int port, Side side, Protocol protocol) implements Peer {
        public Tcp {
            Machine.require(port > 0 && port <= 65535, "a TCP port must be 1 to 65535, got: " + port);
        }
    }

    /** A terminal that the host makes. */
    record Terminal() implements Peer {}

    /** Who waits for whom. */
    enum Side {
        CLIENT,
        SERVER
    }

    /** What is spoken on a connection. */
    enum Protocol {
        RAW,
        TELNET,
        TLS,
        TELNETS
    }
}
