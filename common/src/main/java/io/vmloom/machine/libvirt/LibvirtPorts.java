package io.vmloom.machine.libvirt;

import io.vmloom.machine.ConfigNode;
import io.vmloom.machine.MachineBuilder;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Peer;
import io.vmloom.machine.Port;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads serial and parallel ports. */
final class LibvirtPorts {
    private LibvirtPorts() {}

    static void read(ConfigNode devices, MachineBuilder machine, Notebook notes) {
        List<ConfigNode> serial = devices.children("serial");
        Set<Integer> taken = new HashSet<>();
        for (ConfigNode port : serial) {
            machine.port(new Port.Serial(index(port, taken), peer(port, notes)));
        }
        List<ConfigNode> parallel = devices.children("parallel");
        taken.clear();
        for (ConfigNode port : parallel) {
            machine.port(new Port.Parallel(index(port, taken), peer(port, notes)));
        }
        for (ConfigNode console : devices.children("console")) {
            console.settle();
            String type = console.value("target", "type");
            if (!type.isEmpty() && !type.equals("serial")) {
                notes.noCounterpart(console.setting(), "a console that is no serial port");
            }
        }
    }

    /** The number that it says, or the next one that no other port has. */
    private static int index(ConfigNode port, Set<Integer> taken) {
        LibvirtDrives.address(port);
        Optional<ConfigNode> target = port.child("target");
        target.ifPresent(one -> {
            one.attribute("type");
            one.children("model").forEach(ConfigNode::settle);
        });
        int index = Math.max(
                0, LibvirtSlots.number(target.map(one -> one.value("port")).orElse(""), 0));
        while (!taken.add(index)) {
            index++;
        }
        return index;
    }

    private static Peer peer(ConfigNode port, Notebook notes) {
        String type = port.value("type");
        List<ConfigNode> sources = port.children("source");
        Optional<ConfigNode> source = sources.stream().findFirst();
        String path = source.map(one -> one.value("path")).orElse("");
        port.children("log").forEach(one -> one.leave(notes, "a file of the old host"));
        boolean client =
                source.map(one -> one.value("mode")).filter("connect"::equals).isPresent();
        return switch (type) {
            case "pty" -> Peer.PTY;
            case "null" -> Peer.NONE;
            case "file" -> path.isEmpty() ? Peer.NONE : file(path, source);
            case "dev" -> new Peer.Device(path);
            case "pipe" -> path.isEmpty() ? Peer.NONE : new Peer.Pipe(path, Peer.Side.SERVER);
            case "unix" ->
                path.isEmpty() ? Peer.NONE : new Peer.Pipe(path, client ? Peer.Side.CLIENT : Peer.Side.SERVER);
            case "tcp" -> tcp(port, source, client ? Peer.Side.CLIENT : Peer.Side.SERVER, notes);
            default -> {
                sources.forEach(ConfigNode::settle);
                notes.changed(port.setting("type"), "nothing", "no other program connects ports like this");
                yield Peer.NONE;
            }
        };
    }

    private static Peer file(String path, Optional<ConfigNode> source) {
        source.ifPresent(one -> one.attribute("append"));
        return new Peer.File(path);
    }

    private static Peer tcp(ConfigNode port, Optional<ConfigNode> source, Peer.Side side, Notebook notes) {
        String service = source.map(one -> one.value("service")).orElse("");
        int number = tcpPort(service);
        boolean tls = source.map(one -> one.value("tls")).filter("yes"::equals).isPresent();
        String protocol = port.value("protocol", "type");
        if (number == 0) {
            source.ifPresent(one -> notes.invalid(one.setting("service"), "it must be the number of a TCP port"));
            return Peer.NONE;
        }
        Peer.Protocol spoken = protocol.equals("telnets") || (protocol.equals("telnet") && tls)
                ? Peer.Protocol.TELNETS
                : protocol.equals("telnet")
                        ? Peer.Protocol.TELNET
                        : protocol.equals("tls") || tls ? Peer.Protocol.TLS : Peer.Protocol.RAW;
        return new Peer.Tcp(source.map(one -> one.value("host")).orElse(""), number, side, spoken);
    }

    private static int tcpPort(String service) {
        try {
            int number = Integer.parseInt(service);
            return number > 0 && number <= 65535 ? number : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
