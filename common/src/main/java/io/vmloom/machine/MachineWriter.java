package io.vmloom.machine;

import io.vmloom.error.RequestException;

/** Writes configurations of one kind. The same machine always gives the same text. */
public interface MachineWriter {
    /** {@link RequestException} for a machine that can not be said there at all. */
    Written write(Machine machine);
}
