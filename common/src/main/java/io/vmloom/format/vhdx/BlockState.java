package io.vmloom.format.vhdx;

import java.util.Optional;

/**
 * What a block's entry says of it, in its lowest three bits.
 *
 * @see <a href="https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-vhdx/01da203b-b3d7-487d-928b-22a460bbe177">
 *     MS-VHDX, 2.5.1.1 "Payload BAT Entry States"</a>
 */
enum BlockState {
    NOT_PRESENT(0),
    UNDEFINED(1),
    ZERO(2),
    UNMAPPED(3),
    /** What became {@link #UNMAPPED} had this number in the draft 0.95, and files of that time still do. */
    UNMAPPED_IN_DRAFT(5),
    FULLY_PRESENT(6),
    /** Only in differencing disks. */
    PARTIALLY_PRESENT(7);

    private static final int MASK = 7;

    private final int code;

    BlockState(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** Empty for the reserved one. */
    static Optional<BlockState> of(long entry) {
        int code = (int) entry & MASK;
        for (BlockState state : values()) {
            if (state.code == code) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }
}
