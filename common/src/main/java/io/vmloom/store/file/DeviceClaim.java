package io.vmloom.store.file;

import io.vmloom.error.RequestException;
import io.vmloom.store.BlockDevice;
import io.vmloom.store.Claim;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * Keeps others who ask for it from a block device while it is written: Linux mounts no file system, swap or volume group
 * from a device that was opened exclusively, and grants that for none that is in use.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/open.2.html">open(2): O_EXCL without O_CREAT</a>
 */
public final class DeviceClaim implements Claim {
    private final OptionalInt descriptor;

    private DeviceClaim(OptionalInt descriptor) {
        this.descriptor = descriptor;
    }

    /** Claims a device; {@link RequestException} when it is in use. Other files need no claim, and get one without effect. */
    public static DeviceClaim of(Path path) {
        if (BlockDevice.at(path).isEmpty()) {
            return new DeviceClaim(OptionalInt.empty());
        }
        Lseek system = Lseek.instance()
                .filter(_ -> System.getProperty("os.name", "").startsWith("Linux"))
                .orElseThrow(() -> new RequestException(
                        path + " is a block device, and such are written on Linux only; name a file"));
        int opened = system.openExclusively(path);
        if (opened < 0) {
            throw new RequestException(
                    path + " is in use, or a part of it is: mounted, swap, a member of a volume group"
                            + " or array, or claimed by another program; release it first (see lsblk)");
        }
        return new DeviceClaim(OptionalInt.of(opened));
    }

    @Override
    public void close() {
        descriptor.ifPresent(opened -> Lseek.instance().orElseThrow().close(opened));
    }
}
