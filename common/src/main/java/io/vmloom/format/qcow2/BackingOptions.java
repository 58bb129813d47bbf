package io.vmloom.format.qcow2;

import io.vmloom.extent.Parent;
import io.vmloom.format.BackingName;
import io.vmloom.format.Formats;
import io.vmloom.format.PrintableText;
import io.vmloom.format.TargetOptions;
import io.vmloom.source.FileGate;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The options that name the image below a target. */
final class BackingOptions {
    static final String FILE = "backing_file";
    static final String FORMAT = "backing_fmt";

    private BackingOptions() {}

    /** Without its format no name is taken, as by qemu-img: a reader would have to guess it. */
    static Optional<Parent.Named> read(TargetOptions options) {
        Map<String, String> values = options.request().options();
        if (options.has(FILE) != options.has(FORMAT)) {
            throw options.wrong(FILE + " and " + FORMAT + " (-B and -F) go together; give both or neither");
        }
        return options.has(FILE)
                ? Optional.of(new Parent.Named(
                        name(options, values.getOrDefault(FILE, "")),
                        Formats.named(values.getOrDefault(FORMAT, "")).name()))
                : Optional.empty();
    }

    private static String name(TargetOptions options, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < 1 || bytes.length > BackingName.MAX_BYTES) {
            throw options.wrong(
                    FILE + " must have 1 to " + BackingName.MAX_BYTES + " bytes in UTF-8, got: " + bytes.length);
        }
        String printable = PrintableText.of(bytes);
        if (!printable.equals(name)) {
            throw options.wrong(FILE + " must be readable text, got: '" + printable + "'");
        }
        if (FileGate.PROTOCOL.matcher(name).matches()) {
            throw options.wrong(
                    FILE + " must be a path, for programs take what stands before a colon for a protocol, got:" + " '"
                            + name + "'; write ./ before the name of a file");
        }
        return name;
    }
}
