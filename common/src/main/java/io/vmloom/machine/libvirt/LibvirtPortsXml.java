package io.vmloom.machine.libvirt;

import io.vmloom.machine.Machine;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Peer;
import io.vmloom.machine.Port;
import io.vmloom.machine.Setting;
import io.vmloom.xml.XmlText;

/** Writes serial and parallel ports. */
final class LibvirtPortsXml {
    private static final int MAX_PORTS = 4;
    private static final String ANY_ADDRESS = "0.0.0.0";
    private static final String FILES = "/var/lib/libvirt/qemu/";

    private final XmlText xml;
    private final Notebook notes;

    LibvirtPortsXml(XmlText xml, Notebook notes) {
        this.xml = xml;
        this.notes = notes;
    }

    void write(Machine machine) {
        for (Port port : machine.ports()) {
            String kind = switch (port) {
                case Port.Serial serial -> "serial";
                case Port.Parallel parallel -> "parallel";
            };
            if (port.index() >= MAX_PORTS) {
                notes.noCounterpart(
                        Setting.of(kind + " port " + port.index(), port.peer()),
                        "QEMU has " + MAX_PORTS + " at the most");
            } else {
                port(kind, port);
            }
        }
    }

    private void port(String kind, Port port) {
        String what = kind + " port " + port.index();
        switch (port.peer()) {
            case Peer.Nothing nothing -> xml.open(kind, "type", "null");
            case Peer.Terminal terminal -> xml.open(kind, "type", "pty");
            case Peer.File(String reference) ->
                xml.open(kind, "type", "file").empty("source", "path", absolute(what, reference));
            case Peer.Device(String device) -> {
                if (device.startsWith("/")) {
                    xml.open(kind, "type", "dev").empty("source", "path", device);
                } else {
                    notes.changed(Setting.of(what, device), "nothing", "libvirt wants the path of a device");
                    xml.open(kind, "type", "null");
                }
            }
            case Peer.Pipe(String name, Peer.Side side) ->
                xml.open(kind, "type", "unix").empty("source", "mode", mode(side), "path", absolute(what, name));
            case Peer.Tcp(String host, int number, Peer.Side side, Peer.Protocol protocol) -> {
                boolean tls = protocol == Peer.Protocol.TLS || protocol == Peer.Protocol.TELNETS;
                boolean telnet = protocol == Peer.Protocol.TELNET || protocol == Peer.Protocol.TELNETS;
                xml.open(kind, "type", "tcp")
                        .empty(
                                "source",
                                "mode",
                                mode(side),
                                "host",
                                host(what, host),
                                "service",
                                Integer.toString(number),
                                "tls",
                                tls ? "yes" : "")
                        .empty("protocol", "type", telnet ? "telnet" : "raw");
            }
        }
        xml.empty("target", "port", Integer.toString(port.index())).close();
    }

    private String host(String what, String host) {
        if (!host.isEmpty()) {
            return host;
        }
        notes.changed(Setting.of(what, "any address of the host"), ANY_ADDRESS, "libvirt wants one");
        return ANY_ADDRESS;
    }

    private String absolute(String what, String path) {
        if (path.startsWith("/")) {
            return path;
        }
        String absolute = FILES + path.substring(path.replace('\\', '/').lastIndexOf('/') + 1);
        notes.changed(Setting.of(what, path), absolute, "libvirt takes absolute paths only");
        return absolute;
    }

    private static String mode(Peer.Side side) {
        return switch (side) {
            case CLIENT -> "connect";
            case SERVER -> "bind";
        };
    }
}
