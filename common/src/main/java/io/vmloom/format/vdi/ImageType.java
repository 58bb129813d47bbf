package io.vmloom.format.vdi;

import java.util.Arrays;
import java.util.Optional;

/** What the header's type field says (VDIIMAGETYPE of VirtualBox). */
enum ImageType {
    DYNAMIC(1, "dynamic"),
    FIXED(2, "fixed"),
    UNDO(3, "undo"),
    DIFFERENCING(4, "differencing");

    private final int code;
    private final String title;

    ImageType(int code, String title) {
        this.code = code;
        this.title = title;
    }

    static Optional<ImageType> of(int code) {
        return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
    }

    int code() {
        return code;
    }

    String title() {
        return title;
    }
}
