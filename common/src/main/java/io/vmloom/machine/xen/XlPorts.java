package io.vmloom.machine.xen;

import io.vmloom.machine.Machine;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Peer;
import io.vmloom.machine.Port;
import io.vmloom.machine.Setting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Writes serial ports, in the words of QEMU's option {@code -serial}. */
final class XlPorts {
    private static final int MAX_SERIAL = 4;

    private XlPorts() {}

    static void write(Machine machine, XlLines lines, Notebook notes) {
        List<String> devices = new ArrayList<>();
        for (Port port : machine.ports().stream()
                .sorted(Comparator.comparingInt(Port::index))
                .toList()) {
            switch (port) {
                case Port.Parallel parallel ->
                    notes.noCounterpart(Setting.of("parallel port " + port.index(), port.peer()), "xl has none");
                case Port.Serial serial -> {
                    if (port.index() >= MAX_SERIAL) {
                        notes.noCounterpart(
                                Setting.of("serial port " + port.index(), port.peer()),
                                "QEMU has " + MAX_SERIAL + " at the most");
                    } else {
                        while (devices.size() < port.index()) {
                            devices.add("none");
                        }
                        devices.add(device(port, notes));
                    }
                }
            }
        }
        lines.list("serial", devices);
    }

    private static String device(Port port, Notebook notes) {
        return switch (port.peer()) {
            case Peer.Nothing nothing -> "null";
            case Peer.Terminal terminal -> "pty";
            case Peer.File(String reference) -> "file:" + reference;
            case Peer.Device(String device) -> {
                if (device.startsWith("/")) {
                    yield device;
                }
                notes.changed(
                        Setting.of("serial port " + port.index(), device),
                        "nothing",
                        "QEMU wants the path of a device");
                yield "null";
            }
            case Peer.Pipe(String name, Peer.Side side) -> "unix:" + name.replace(",", ",,") + server(side);
            case Peer.Tcp(String host, int number, Peer.Side side, Peer.Protocol protocol) -> {
                boolean telnet = protocol == Peer.Protocol.TELNET || protocol == Peer.Protocol.TELNETS;
                if (protocol == Peer.Protocol.TLS || protocol == Peer.Protocol.TELNETS) {
                    notes.changed(
                            Setting.of("serial port " + port.index(), protocol),
                            "a connection without TLS",
                            "xl has no setting for it");
                }
                String address = host.contains(":") ? "[" + host + "]" : host;
                yield (telnet ? "telnet:" : "tcp:") + address + ":" + number + server(side);
            }
        };
    }

    private static String server(Peer.Side side) {
        return side == Peer.Side.SERVER ? ",server,nowait" : "";
    }
}
