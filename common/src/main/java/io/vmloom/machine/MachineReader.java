package io.vmloom.machine;

import io.vmloom.error.ImageException;

/** Reads configurations of one kind. */
public interface MachineReader {
    /** Whether the file is one of these, by its content; never throws. */
    boolean recognises(ConfigFile file);

    /** Reads it; {@link ImageException} for what is damaged, encrypted, or asks for absurdly much. */
    Reading read(ConfigFile file);
}
