package io.vmloom.cli.command;

import io.vmloom.coordinator.job.Trust;
import io.vmloom.error.RequestException;
import io.vmloom.store.Companion;
import io.vmloom.store.Location;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which image a target is to lie over. */
final class BackingOptions {
    @Option(
            names = {"-B", "--backing"},
            paramLabel = "FILE",
            description =
                    "Write only what SRC changes, over FILE, which has to hold the disk below SRC; named as a reader"
                            + " of DST finds it. The same as -o backing_file. Where it lies beside SRC it need not be listed"
                            + " by --chain")
    private Optional<String> file = Optional.empty();

    @Option(
            names = {"-F", "--backing-format"},
            paramLabel = "FMT",
            description = "Format of the backing file, which -B demands. The same as -o backing_fmt")
    private Optional<String> format = Optional.empty();

    /** These options of the format and what was said besides. */
    Map<String, String> with(Map<String, String> options) {
        Map<String, String> all = new LinkedHashMap<>(options);
        file.ifPresent(name -> put(all, "-B", "backing_file", name));
        format.ifPresent(name -> put(all, "-F", "backing_fmt", name));
        return all;
    }

    private static void put(Map<String, String> options, String flag, String name, String value) {
        if (options.put(name, value) != null) {
            throw new RequestException(flag + " and -o " + name + " say the same; leave one of them out");
        }
    }

    /** The user named the file, so that a source beside it may need it. */
    Trust trust(Trust trust, Location source, Location target) {
        if (file.isPresent()
                && source instanceof Location.OnDisk(Path image)
                && target instanceof Location.OnDisk(Path made)) {
            Path backing = made.resolveSibling(file.get()).normalize();
            if (image.resolveSibling(backing.getFileName()).equals(backing)) {
                return trust.listing(Companion.of(new Location.OnDisk(backing)));
            }
        }
        return trust;
    }
}
