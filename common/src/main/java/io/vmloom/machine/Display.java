package io.vmloom.machine;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the guest's picture is made by and where it can be seen. Passwords are no part of it: readers tell of them by a note.
 *
 * @param model empty where the source leaves it to the hypervisor
 */
public record Display(
        Optional<Model> model, OptionalLong ramBytes, Acceleration acceleration, List<RemoteView> remoteViews) {
    public static final Display UNSPECIFIED =
            new Display(Optional.empty(), OptionalLong.empty(), Acceleration.NONE, List.of());

    /** Graphics cards. */
    public enum Model {
        VGA,
        CIRRUS,
        VMVGA,
        QXL,
        VIRTIO,
        BOCHS,
        /** No card: serial console only. */
        NONE
    }

    /** Whether the host's graphics processor draws in three dimensions. */
    public enum Acceleration {
        NONE,
        THREE_D
    }

    public Display {
        remoteViews = List.copyOf(remoteViews);
        Machine.require(ramBytes.isEmpty() || ramBytes.getAsLong() > 0, "memory of a graphics card must be positive");
    }

    /**
     * A server that shows the picture.
     *
     * @param port empty for one that is chosen at each start
     * @param listen address of the host; empty for the hypervisor's default
     */
    public record RemoteView(Protocol protocol, OptionalInt port, String listen) {
        /** How viewers speak. */
        public enum Protocol {
            VNC,
            SPICE,
            RDP
        }

        public RemoteView {
            Machine.require(
                    port.isEmpty() || (port.getAsInt() > 0 && port.getAsInt() <= 65535),
                    "a TCP port must be 1 to 65535, got: " + port);
        }
    }
}
