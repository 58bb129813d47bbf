package io.vmloom.cli.command;

import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.error.RequestException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What may stand at the target already, and how a local one is written. */
final class PlaceOptions {
    @Option(names = "--overwrite", description = "Replace what stands at DST, when the new target is complete")
    private boolean overwrite;

    @Option(
            names = "-n",
            description = "Write into DST, a raw file or block device that is there already and large enough; what it"
                    + " holds is lost, also when this breaks off")
    private boolean inPlace;

    @Option(
            names = "--target-is-zero",
            description = "With -n: DST holds nothing but zeros, which are not written again")
    private boolean zeroed;

    @Option(
            names = "-S",
            paramLabel = "SIZE",
            description = "Raw files: only runs of zeros of at least SIZE become holes, 0 for none. Default: 4k")
    private Optional<String> sparseSize = Optional.empty();

    /** Throws {@link RequestException} for options that contradict each other. */
    OverwritePolicy existing() {
        if (zeroed && !inPlace) {
            throw new RequestException("--target-is-zero needs -n: a new target is zero anyway; leave it out");
        }
        if (overwrite && inPlace) {
            throw new RequestException("-n writes into DST where --overwrite replaces it; leave one of them out");
        }
        if (inPlace) {
            return zeroed ? OverwritePolicy.IN_PLACE_ZEROED : OverwritePolicy.IN_PLACE;
        }
        return overwrite ? OverwritePolicy.REPLACE : OverwritePolicy.KEEP;
    }

    /** These options of the format and what was said besides. */
    Map<String, String> with(Map<String, String> options) {
        Map<String, String> all = new LinkedHashMap<>(options);
        sparseSize.ifPresent(size -> {
            if (all.put("sparse_size", size) != null) {
                throw new RequestException("-S and -o sparse_size say the same; leave one of them out");
            }
        });
        return all;
    }
}
