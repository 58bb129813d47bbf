package io.vmloom.object;

import io.vmloom.fragment.EncodedFragment;
import java.nio.file.Path;

/** The local targets that this process has open, by name; workers hand their fragments to the sequencer here. */
public interface LocalTargets {
    /**
     * Takes the fragment of a range, whose buffers must not change until it is released. A range that was taken before is ignored.
     * {@code CANCELLED} when no such target is open.
     */
    void accept(String target, int range, EncodedFragment fragment);

    /**
     * Fills the hidden file that is open under a name, and says where it lies. {@code CANCELLED} when there is none.
     *
     * @param proceed called now and then; what it throws ends the filling
     */
    Path unpack(String name, Unpacking content, Runnable proceed);
}
