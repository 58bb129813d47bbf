package io.vmloom.format.qcow2;

import io.vmloom.cipher.luks.LuksParameters;
import io.vmloom.format.LuksOptions;
import io.vmloom.format.TargetOptions;
import io.vmloom.table.TargetRequest;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The {@code -o encrypt.…} options of a qcow2 target. */
final class EncryptOptions {
    private static final String PREFIX = "encrypt.";
    private static final String FORMAT = PREFIX + "format";
    private static final String KEY = PREFIX + "key-secret";

    private EncryptOptions() {}

    /** Empty when the target is not to be encrypted. */
    static Optional<LuksParameters.Version1> of(TargetRequest request) {
        TargetRequest only = with(request, name -> name.startsWith(PREFIX));
        if (only.options().isEmpty()) {
            return Optional.empty();
        }
        TargetOptions options = new TargetOptions(only, Qcow2Format.NAME);
        if (options.has(KEY)) {
            throw options.wrong(KEY + " is qemu's; say where the key is by --target-key, or output.key in a manifest");
        }
        String format = only.options().getOrDefault(FORMAT, "");
        if (!format.equals("luks")) {
            throw options.wrong(FORMAT + " must be luks, got: '" + format
                    + "'; aes is only read, because it takes any key and guards little");
        }
        return Optional.of(new LuksOptions(options, PREFIX).requireKnown(FORMAT).version1());
    }

    /** The same without them. */
    static TargetRequest others(TargetRequest request) {
        return with(request, name -> !name.startsWith(PREFIX));
    }

    private static TargetRequest with(TargetRequest request, Predicate<String> names) {
        Map<String, String> options = request.options().entrySet().stream()
                .filter(option -> names.test(option.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return request.withOptions(options);
    }
}
