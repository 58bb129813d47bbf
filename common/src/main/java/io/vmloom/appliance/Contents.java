package io.vmloom.appliance;

import io.vmloom.source.ByteSource;
import java.util.Optional;

/** The files that a package may refer to, and no others. */
public interface Contents {
    /** How people know the package. */
    String name();

    /** By which name a file is wanted of the package as a whole, such as by {@code --member}. */
    default String member(String name) {
        return name;
    }

    /**
     * The file of this name: relative, with slashes. Names that lead elsewhere are of no file. The same instance each time;
     * whoever made the contents closes it.
     */
    Optional<ByteSource> find(String name);
}
