package io.vmloom.cli.command;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** What of a source's persistent bitmaps a target keeps. */
final class BitmapOptions {
    @Option(
            names = "--bitmaps",
            description = "Keep the persistent bitmaps of a qcow2 source in a qcow2 target. The same as -o bitmaps=on")
    private boolean keep;

    @Option(
            names = "--skip-broken-bitmaps",
            description = "With --bitmaps: leave out inconsistent ones. The same as -o skip_broken_bitmaps=on")
    private boolean skipBroken;

    /** These options of the format and what was said besides. */
    Map<String, String> with(Map<String, String> options) {
        Map<String, String> all = new LinkedHashMap<>(options);
        if (keep) {
            all.put("bitmaps", "on");
        }
        if (skipBroken) {
            all.put("skip_broken_bitmaps", "on");
        }
        return all;
    }
}
