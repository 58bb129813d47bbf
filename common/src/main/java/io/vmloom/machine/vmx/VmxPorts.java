package io.vmloom.machine.vmx;

import io.vmloom.machine.MachineBuilder;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Peer;
import io.vmloom.machine.Port;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serial and parallel ports. */
final class VmxPorts {
    private static final int MAX_SERIAL = 32;
    private static final int MAX_PARALLEL = 3;
    private static final Pattern ADDRESS =
            Pattern.compile("(tcp|telnet|telnets|tcp\\+ssl|ssl)://(\\[[0-9A-Fa-f:.]+]|[^:/\\[\\]]*):(\\d{1,5})/?");

    private final VmxDictionary vmx;
    private final Notebook notes;

    VmxPorts(VmxDictionary vmx, Notebook notes) {
        this.vmx = vmx;
        this.notes = notes;
    }

    void read(MachineBuilder machine) {
        for (int i = 0; i < MAX_SERIAL; i++) {
            if (present("serial" + i)) {
                machine.port(new Port.Serial(i, peer("serial" + i)));
            }
        }
        for (int i = 0; i < MAX_PARALLEL; i++) {
            if (present("parallel" + i)) {
                machine.port(new Port.Parallel(i, peer("parallel" + i)));
            }
        }
    }

    private boolean present(String device) {
        boolean present = vmx.flag(device + ".present", false);
        if (!present) {
            vmx.leaveDevice(device, "the device is not present");
        }
        return present;
    }

    private Peer peer(String device) {
        Optional<VmxEntry> file = vmx.take(device + ".fileName");
        String name = file.map(VmxEntry::value).orElse("");
        String type = vmx.word(device + ".fileType").orElse(device.startsWith("parallel") ? "device" : "");
        return switch (type) {
            case "file" -> name.isEmpty() ? Peer.NONE : new Peer.File(name);
            case "device" -> new Peer.Device(vmx.flag(device + ".autodetect", false) ? "" : name);
            case "pipe" -> name.isEmpty() ? Peer.NONE : new Peer.Pipe(name, side(device + ".pipe.endPoint"));
            case "network" -> network(device, file);
            default -> {
                file.ifPresent(entry -> notes.noCounterpart(entry.setting(), "a port of the kind '" + type + "'"));
                yield Peer.NONE;
            }
        };
    }

    private Peer.Side side(String key) {
        return vmx.word(key).filter("client"::equals).isPresent() ? Peer.Side.CLIENT : Peer.Side.SERVER;
    }

    private Peer network(String device, Optional<VmxEntry> file) {
        Peer.Side side = side(device + ".network.endPoint");
        if (vmx.has(device + ".vspc")) {
            file.ifPresent(
                    entry -> notes.noCounterpart(entry.setting(), "the port speaks through VMware's concentrator"));
            return Peer.NONE;
        }
        Matcher address = ADDRESS.matcher(file.map(VmxEntry::value).orElse("").strip());
        int port = address.matches() ? Integer.parseInt(address.group(3)) : 0;
        if (port < 1 || port > 65535) {
            file.ifPresent(entry -> notes.invalid(entry.setting(), "it must be tcp://HOST:PORT or telnet://HOST:PORT"));
            return Peer.NONE;
        }
        String host = address.group(2).replace("[", "").replace("]", "");
        return new Peer.Tcp(host, port, side, protocol(address.group(1).toLowerCase(Locale.ROOT)));
    }

    private static Peer.Protocol protocol(String scheme) {
        return switch (scheme) {
            case "telnet" -> Peer.Protocol.TELNET;
            case "telnets" -> Peer.Protocol.TELNETS;
            case "tcp+ssl", "ssl" -> Peer.Protocol.TLS;
            default -> Peer.Protocol.RAW;
        };
    }
}
