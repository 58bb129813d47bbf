package io.vmloom.appliance;

import java.nio.charset.StandardCharsets;

/** Names of the files of a package that is written: they follow from the package's, and every reader takes them. */
public final class PackageNames {
    /** Of an archive's name; leaves room for what is put behind it. */
    private static final int MAX_STEM_BYTES = 70;

    private static final String ENDING = "(?i)\\.(ova|ovf)$";
    private static final String NO_FILE_NAME = "[/\\\\:\\p{Cntrl}]";

    private PackageNames() {}

    /** What the names of all its files begin with. */
    public static String stem(String packageName) {
        String name = packageName
                .replaceFirst(ENDING, "")
                .replaceAll(NO_FILE_NAME, "-")
                .replaceFirst("^\\.+", "");
        while (name.getBytes(StandardCharsets.UTF_8).length > MAX_STEM_BYTES) {
            name = name.substring(0, name.offsetByCodePoints(name.length(), -1));
        }
        return name.isEmpty() ? "machine" : name;
    }

    /** @param number from 1 */
    public static String disk(String packageName, int number) {
        return stem(packageName) + "-disk" + number + ".vmdk";
    }
}
