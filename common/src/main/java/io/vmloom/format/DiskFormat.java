package io.vmloom.format;

import io.vmloom.check.ImageChecker;
import io.vmloom.check.ImageRepairer;
import io.vmloom.table.TargetFormat;
import java.util.Optional;

/** One disk format: how it is recognised, and what vmloom can do with it. */
public interface DiskFormat {
    /** As in {@code --from} and {@code --to}; qemu-img's name where it has one. */
    String name();

    /** Whether the content is of this format. At least a magic number; never a guess from a file name. */
    boolean matches(Probe probe);

    /** For people; empty for a format that is recognised only to be refused by name. */
    Optional<Support> support();

    /** Empty for a format that is recognised only to be refused by name. */
    Optional<ImageReader> reader();

    Optional<TargetFormat> target();

    /** The file that stands for a whole directory of files that are one disk. */
    default Optional<String> fileOfDirectory() {
        return Optional.empty();
    }

    /** Empty for a format whose metadata holds nothing but what its reader looks at. */
    default Optional<ImageChecker> checker() {
        return Optional.empty();
    }

    /** Empty for a format of which nobody could say better than by converting what is right. */
    default Optional<ImageRepairer> repairer() {
        return Optional.empty();
    }
}
