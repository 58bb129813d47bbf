package io.vmloom.coordinator.manifest;

import java.util.Collections;
import java.util.List;

/** Ways between files under one place, in the words of configurations: with slashes, whatever the host. */
final class FilePaths {
    private FilePaths() {}

    /** The way to a file from the folder of another one; both names are plain. */
    static String from(String other, String file) {
        List<String> folders = List.of(other.split("/"));
        List<String> way = List.of(file.split("/"));
        int up = folders.size() - 1;
        int common = 0;
        while (common < Math.min(up, way.size() - 1) && folders.get(common).equals(way.get(common))) {
            common++;
        }
        return String.join("/", Collections.nCopies(up - common, ".."))
                + (up > common ? "/" : "")
                + String.join("/", way.subList(common, way.size()));
    }
}
