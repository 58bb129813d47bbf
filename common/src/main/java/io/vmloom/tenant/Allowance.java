package io.vmloom.tenant;

import io.vmloom.cipher.SecretRef;
import io.vmloom.error.StoreException;
import io.vmloom.store.Location;
import java.util.List;

/**
 * What one tenant may touch. Refuses with {@code ACCESS_DENIED}, in words that tell nothing of what there is.
 *
 * @param tenant as messages call it
 * @param sources what may be read
 * @param targets what may be read and written
 * @param secrets of the coordinator's directory, by name
 */
public record Allowance(
        String tenant, List<PlacePattern> sources, List<PlacePattern> targets, List<NamePattern> secrets) {
    public Allowance {
        sources = List.copyOf(sources);
        targets = List.copyOf(targets);
        secrets = List.copyOf(secrets);
    }

    static Allowance nothing(String tenant) {
        return new Allowance(tenant, List.of(), List.of(), List.of());
    }

    static Allowance everything(String tenant) {
        PlacePattern all = PlacePattern.parse("*");
        return new Allowance(tenant, List.of(all), List.of(all), List.of(new NamePattern("*")));
    }

    public void requireReadable(Location place) {
        require(place, reads(place), "read there");
    }

    public void requireWritable(Location place) {
        require(place, writes(place), "write there");
    }

    /** For all that stands under a prefix. */
    public void requireListable(Location prefix) {
        require(prefix, lists(prefix), "list what stands there");
    }

    public void requireKey(SecretRef key) {
        boolean allowed = key instanceof SecretRef.Named(String name)
                && secrets.stream().anyMatch(pattern -> pattern.matches(name));
        require(key, allowed, "use this key");
    }

    boolean reads(Location place) {
        return writes(place)
                || (place instanceof Location.InBucket object
                        && sources.stream().anyMatch(pattern -> pattern.matches(object)));
    }

    boolean writes(Location place) {
        return place instanceof Location.InBucket object
                && targets.stream().anyMatch(pattern -> pattern.matches(object));
    }

    boolean lists(Location prefix) {
        return prefix instanceof Location.InBucket under
                && (sources.stream().anyMatch(pattern -> pattern.matchesAllUnder(under))
                        || targets.stream().anyMatch(pattern -> pattern.matchesAllUnder(under)));
    }

    /** Whether it may write anything there, and so may have something staged. */
    boolean usesBucket(Location.InBucket object) {
        return targets.stream().anyMatch(pattern -> pattern.ofBucket(object));
    }

    void require(Object what, boolean allowed, String act) {
        if (!allowed) {
            throw StoreException.accessDenied(
                    what.toString(), "tenant '" + tenant + "' may not " + act + " by tenants.file", null);
        }
    }
}
