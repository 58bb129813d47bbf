package io.vmloom.cli.command;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Words of qemu-img's command line that mean nothing here, and what to say instead. */
public enum QemuHabit {
    COMPRESS(Set.of("convert"), "-c", "say it of the target: -o compress=on, for VMDK -o subformat=streamOptimized"),
    PROGRESS(Set.of(), "-p", "progress is shown unless -q is given; leave it out"),
    QUIET(Set.of(), "-q", "nothing is said that could be left unsaid; leave it out, or use --json"),
    OUT_OF_ORDER(Set.of(), "-W", "ranges are always written in whatever order they are ready; leave it out"),
    COROUTINES(Set.of(), "-m", "--workers N says how many ranges are converted at once"),
    RATE(Set.of("convert"), "-r", "there is no limit by bytes; --workers 1 is the least load"),
    REPAIR(Set.of("check"), "-r", "--repair OUT writes a repaired copy; an image is never changed"),
    SOURCE_CACHE(Set.of(), "-T", "files are read as the system reads them; leave it out"),
    COPY_OFFLOAD(
            Set.of(),
            "-C",
            "between files nothing is offloaded, between objects parts are copied by the store;" + " leave it out"),
    SHARED(Set.of(), "-U", "images are not locked, and a change while they are read is an error; leave it out"),
    OBJECT(
            Set.of(),
            "--object",
            "keys are named by --key file:PATH or --key env:NAME, that of the target by --target-key"),
    IMAGE_OPTIONS(Set.of(), "--image-opts", "name the file itself; --from, --key and --chain say the rest"),
    TARGET_IMAGE_OPTIONS(Set.of(), "--target-image-opts", "name the file itself; --to and -o say the rest"),
    OUTPUT(Set.of(), "--output", "--json prints JSON"),
    BACKING_CHAIN(Set.of(), "--backing-chain", "--allow-chain or --chain opens what is below, and names it"),
    MAP_START(Set.of(), "--start-offset", "the whole disk is told of; pick the lines"),
    MAP_LENGTH(Set.of(), "--max-length", "the whole disk is told of; pick the lines"),
    MEASURED_SIZE(Set.of("measure"), "--size", "name an image: what is measured is what would be converted"),
    INFO(Set.of("vmloom"), "info", "it is called 'vmloom inspect' here"),
    CREATE(Set.of("vmloom"), "create", "make a raw file with truncate -s SIZE and convert that"),
    RESIZE(Set.of("vmloom"), "resize", "convert with -o size=SIZE, which grows the disk; nothing is changed in place"),
    REBASE(Set.of("vmloom"), "rebase", "images are not changed; 'vmloom convert --allow-chain' flattens a chain"),
    COMMIT(Set.of("vmloom"), "commit", "images are not changed; 'vmloom convert --allow-chain' flattens a chain"),
    AMEND(Set.of("vmloom"), "amend", "images are not changed; convert to one with other options"),
    SNAPSHOT(Set.of("vmloom"), "snapshot", "'vmloom inspect' lists them, 'vmloom convert -l NAME' reads one"),
    BITMAP(Set.of("vmloom"), "bitmap", "bitmaps are not changed; 'vmloom convert --bitmaps' takes them along"),
    DD(Set.of("vmloom"), "dd", "'vmloom convert' copies whole disks; use dd on a raw one"),
    BENCH(Set.of("vmloom"), "bench", "'./vmloom loadtest bench' in a source tree measures conversions");

    private final Set<String> commands;
    private final String word;
    private final String instead;

    /** @param commands where it is looked for; empty for any */
    QemuHabit(Set<String> commands, String word, String instead) {
        this.commands = commands;
        this.word = word;
        this.instead = instead;
    }

    /** What the first of the words that a command did not take means at qemu-img, if any does. */
    public static Optional<QemuHabit> of(String command, List<String> words) {
        return words.stream()
                .flatMap(given -> Stream.of(values()).filter(habit -> habit.means(command, given)))
                .findFirst();
    }

    /** What to say instead; part of a sentence. */
    public String instead() {
        return instead;
    }

    private boolean means(String command, String given) {
        boolean attached =
                word.length() == 2 ? !given.startsWith("--") && given.startsWith(word) : given.startsWith(word + "=");
        return (commands.isEmpty() || commands.contains(command)) && (given.equals(word) || attached);
    }
}
