package io.vmloom.machine.vbox;

import io.vmloom.machine.ConfigNode;
import io.vmloom.machine.MachineBuilder;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Peer;
import io.vmloom.machine.Port;

/** Serial and parallel ports; those that are switched off are not there. */
final class VboxPorts {
    private VboxPorts() {}

    static void readSerial(ConfigNode uart, MachineBuilder machine, Notebook notes) {
        int index = 0;
        for (ConfigNode port : uart.children("Port")) {
            if (isOff(port)) {
                port.settle();
                continue;
            }
            for (String own : new String[] {"slot", "IOBase", "IRQ", "uartType"}) {
                port.attribute(own);
            }
            machine.port(new Port.Serial(index++, peer(port, notes)));
        }
    }

    static void readParallel(ConfigNode lpt, MachineBuilder machine) {
        int index = 0;
        for (ConfigNode port : lpt.children("Port")) {
            if (isOff(port)) {
                port.settle();
                continue;
            }
            for (String own : new String[] {"slot", "IOBase", "IRQ"}) {
                port.attribute(own);
            }
            machine.port(new Port.Parallel(
                    index++, port.attribute("path").<Peer>map(Peer.Device::new).orElse(Peer.NONE)));
        }
    }

    private static Peer peer(ConfigNode port, Notebook notes) {
        String mode = port.attribute("hostMode").orElse("Disconnected");
        String path = port.attribute("path").orElse("");
        Peer.Side side = port.attribute("server").orElse("false").equals("true") ? Peer.Side.SERVER : Peer.Side.CLIENT;
        return switch (mode) {
            case "HostPipe" -> new Peer.Pipe(path, side);
            case "HostDevice" -> new Peer.Device(path);
            case "RawFile" -> new Peer.File(path);
            case "TCP" -> tcp(port, path, side, notes);
            default -> Peer.NONE;
        };
    }

    private static Peer tcp(ConfigNode port, String path, Peer.Side side, Notebook notes) {
        int colon = path.lastIndexOf(':');
        String host = colon < 0 ? "" : path.substring(0, colon);
        String number = path.substring(colon + 1);
        if (number.matches("[1-9]\\d{0,4}") && Integer.parseInt(number) <= 65535) {
            return new Peer.Tcp(host, Integer.parseInt(number), side, Peer.Protocol.RAW);
        }
        notes.invalid(port.setting(), "'" + path + "' names no TCP port");
        return Peer.NONE;
    }

    private static boolean isOff(ConfigNode port) {
        return !port.attribute("enabled").orElse("false").equals("true");
    }
}
