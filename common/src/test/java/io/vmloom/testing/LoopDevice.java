package io.vmloom.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * A block device over a file. Only the super-user of a machine that has them can make one: elsewhere, also where peers are
 * required, the test is skipped and says so.
 */
public record LoopDevice(Path path) implements AutoCloseable {
    public static LoopDevice over(Path file) {
        if (!Peers.has("losetup")) {
            Assumptions.abort("there is no losetup here, so no block device to test with");
        }
        Peers.Outcome made = Peers.attempt("losetup", "-f", "--show", file);
        if (made.exitCode() != 0) {
            Assumptions.abort(
                    "no block device can be made here: " + made.output().strip());
        }
        Path device = Path.of(made.output().strip());
        if (!Files.isReadable(device)) {
            Assumptions.abort(device + " was made but is not visible here");
        }
        return new LoopDevice(device);
    }

    @Override
    public void close() {
        Peers.run("losetup", "-d", path);
    }
}
