package io.vmloom.format.vhd;

import java.util.Optional;

/** How a disk is stored. */
enum DiskType {
    FIXED(2),
    DYNAMIC(3),
    DIFFERENCING(4);

    private final int code;

    DiskType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** Empty for the codes that the specification calls reserved or deprecated, and all others. */
    static Optional<DiskType> of(int code) {
        for (DiskType type : values()) {
            if (type.code == code) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
