package io.vmloom.machine.vmx;

import io.vmloom.machine.Machine;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Peer;
import io.vmloom.machine.Port;
import io.vmloom.machine.Setting;

/** Writes serial and parallel ports. */
final class VmxPortLines {
    private static final int MAX_SERIAL = 4;
    private static final int MAX_PARALLEL = 3;

    private VmxPortLines() {}

    static void write(Machine machine, VmxLines lines, Notebook notes) {
        for (Port port : machine.ports()) {
            String device = switch (port) {
                case Port.Serial serial -> "serial" + serial.index();
                case Port.Parallel parallel -> "parallel" + parallel.index();
            };
            int limit = switch (port) {
                case Port.Serial serial -> MAX_SERIAL;
                case Port.Parallel parallel -> MAX_PARALLEL;
            };
            if (port.index() >= limit) {
                notes.noCounterpart(Setting.of(device, port.peer()), "VMware has " + limit + " at the most");
            } else {
                lines.flag(device + ".present", true);
                peer(port.peer(), device, lines, notes);
            }
        }
    }

    private static void peer(Peer peer, String device, VmxLines lines, Notebook notes) {
        switch (peer) {
            case Peer.Nothing nothing -> lines.set(device + ".fileType", "network");
            case Peer.Terminal terminal -> {
                notes.noCounterpart(
                        Setting.of(device, "a terminal of the host"), "VMware makes none; it is connected to nothing");
                lines.set(device + ".fileType", "network");
            }
            case Peer.File(String reference) ->
                lines.set(device + ".fileType", "file").set(device + ".fileName", reference);
            case Peer.Device(String name) -> {
                lines.set(device + ".fileType", "device");
                if (name.isEmpty()) {
                    lines.flag(device + ".autodetect", true);
                } else {
                    lines.set(device + ".fileName", name);
                }
            }
            case Peer.Pipe(String name, Peer.Side side) ->
                lines.set(device + ".fileType", "pipe")
                        .set(device + ".fileName", name)
                        .set(device + ".pipe.endPoint", word(side));
            case Peer.Tcp(String host, int port, Peer.Side side, Peer.Protocol protocol) ->
                lines.set(device + ".fileType", "network")
                        .set(device + ".fileName", scheme(protocol) + "://" + address(host) + ":" + port)
                        .set(device + ".network.endPoint", word(side));
        }
    }

    private static String address(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private static String word(Peer.Side side) {
        return switch (side) {
            case CLIENT -> "client";
            case SERVER -> "server";
        };
    }

    private static String scheme(Peer.Protocol protocol) {
        return switch (protocol) {
            case RAW -> "tcp";
            case TELNET -> "telnet";
            case TLS -> "tcp+ssl";
            case TELNETS -> "telnets";
        };
    }
}
