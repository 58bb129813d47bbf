package io.vmloom.store;

/** Where an item keeps what is not its target yet: below a prefix of its own in the target's bucket. */
public final class StagingKeys {
    /** Everything that vmloom stages lies under this key prefix. */
    public static final String ROOT = ".vmloom/";

    private StagingKeys() {}

    /**
     * The prefix of all items whose id begins like this.
     *
     * @param target any object of the bucket
     */
    public static Location.InBucket beginning(Location.InBucket target, String idPrefix) {
        return target.withKey(ROOT + idPrefix);
    }

    /** What the keys of one item begin with behind the root. */
    public static String ofItem(String item) {
        return item + "/";
    }

    /** What the keys of all items of a batch, which may use each other's, begin with behind the root; by one of its items. */
    public static String ofBatchOf(String item) {
        int number = item.lastIndexOf('-');
        return number < 0 ? ofItem(item) : item.substring(0, number + 1);
    }

    /** A key of one item; the name has no slash, since no key may continue another one. */
    public static Location.InBucket of(Location.InBucket target, String item, String name) {
        return target.withKey(ROOT + ofItem(item) + name);
    }
}
