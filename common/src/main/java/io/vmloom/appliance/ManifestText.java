package io.vmloom.appliance;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The {@code .mf} of a package that is written. */
public final class ManifestText {
    /**
     * A file of the package.
     *
     * @param name relative to the descriptor
     * @param sha256 in hexadecimal
     */
    public record Line(String name, String sha256) {}

    private ManifestText() {}

    /** A line for each file, as all programs read them. */
    public static byte[] of(List<Line> files) {
        StringBuilder text = new StringBuilder();
        for (Line file : files) {
            text.append("SHA256(")
                    .append(file.name())
                    .append(")= ")
                    .append(file.sha256())
                    .append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
