package io.vmloom.cli.command;

import io.vmloom.cipher.luks.KdfLimits;
import io.vmloom.coordinator.job.PolicyText;
import io.vmloom.error.RequestException;
import io.vmloom.format.ImagePolicy;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** What images may ask for; the same caps as a manifest's {@code policy}. */
final class PolicyOptions {
    private static final String FORMATS = "--allowed-formats";
    private static final String VIRTUAL_SIZE = "--max-virtual-size";
    private static final String EXPANSION_RATIO = "--max-expansion-ratio";
    private static final String CHAIN_DEPTH = "--max-chain-depth";
    private static final String KEY_MEMORY = "--max-key-memory";
    private static final String KEY_ROUNDS = "--max-key-rounds";
    private static final String KEY_WORK = "--max-key-work";

    @Option(
            names = FORMATS,
            paramLabel = "FMT,…",
            description = "Refuse images of other formats, also of files that an image needs. Default: all")
    private Optional<String> formats = Optional.empty();

    @Option(
            names = VIRTUAL_SIZE,
            paramLabel = "SIZE",
            description = "Refuse larger disks, whatever the file's size. Default: 64TiB")
    private Optional<String> virtualSize = Optional.empty();

    @Option(
            names = EXPANSION_RATIO,
            paramLabel = "N",
            description = "Refuse to read more bytes of data out of one byte of the files; the first GiB is free."
                    + " Default: 1000")
    private Optional<String> expansionRatio = Optional.empty();

    @Option(
            names = CHAIN_DEPTH,
            paramLabel = "N",
            description = "Refuse disks that more images make up than these. Default: 8")
    private Optional<String> chainDepth = Optional.empty();

    @Option(
            names = KEY_MEMORY,
            paramLabel = "SIZE",
            description = "Refuse encrypted images whose key takes more memory to derive. Default: 1GiB")
    private Optional<String> keyMemory = Optional.empty();

    @Option(
            names = KEY_ROUNDS,
            paramLabel = "N",
            description = "Refuse those whose keys take more PBKDF2 rounds, all slots together. Default: 150000000")
    private Optional<String> keyRounds = Optional.empty();

    @Option(
            names = KEY_WORK,
            paramLabel = "SIZE",
            description =
                    "Refuse those whose keys have Argon2 write more memory, all slots and passes together. Default:"
                            + " 48GiB")
    private Optional<String> keyWork = Optional.empty();

    /** The caps that were given, the usual ones else. */
    ImagePolicy policy() {
        ImagePolicy usual = ImagePolicy.DEFAULT;
        return new ImagePolicy(
                value(FORMATS, formats, PolicyText::formats).orElse(usual.allowedFormats()),
                value(VIRTUAL_SIZE, virtualSize, PolicyText::size).orElse(usual.maxVirtualBytes()),
                value(EXPANSION_RATIO, expansionRatio, PolicyText::count).orElse(usual.maxExpansionRatio()),
                value(CHAIN_DEPTH, chainDepth, PolicyText::depth).orElse(usual.maxChainDepth()),
                new KdfLimits(
                        value(KEY_MEMORY, keyMemory, PolicyText::size)
                                .orElse(usual.keyDerivation().memoryBytes()),
                        value(KEY_ROUNDS, keyRounds, PolicyText::count)
                                .orElse(usual.keyDerivation().pbkdf2Rounds()),
                        value(KEY_WORK, keyWork, PolicyText::size)
                                .orElse(usual.keyDerivation().argon2Bytes())));
    }

    private static <T> Optional<T> value(String option, Optional<String> text, Function<String, T> meaning) {
        try {
            return text.map(meaning);
        } catch (RequestException e) {
            throw new RequestException(option + ": " + e.getMessage());
        }
    }
}
