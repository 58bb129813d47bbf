package io.vmloom.object;

/**
 * How the local targets of a process are written.
 *
 * @param window how many ranges, from the first missing one on, may be under way where fragments stand in range order;
 *     those that come early are held in memory
 */
public record LocalWrites(int window, Durability durability) {
    /** So that nobody waits when one range takes twice as long as others. */
    private static final int AHEAD = 2;

    /** Of so many ranges at once. */
    public static LocalWrites of(int rangesAtOnce, Durability durability) {
        return new LocalWrites(rangesAtOnce + AHEAD, durability);
    }
}
