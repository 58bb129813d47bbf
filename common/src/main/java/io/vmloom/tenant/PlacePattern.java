package io.vmloom.tenant;

import io.vmloom.error.RequestException;
import io.vmloom.store.Location;
import io.vmloom.store.StagingKeys;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Objects of one bucket: {@code s3://bucket/} is all of it, {@code s3://bucket/prefix/} and {@code s3://bucket/prefix*}
 * all keys that begin so, {@code s3://bucket/key} one object. {@code *} is every object of every bucket. What vmloom
 * stages is never among them: items of several tenants may have theirs in one bucket.
 *
 * @param bucket empty for every one
 */
public record PlacePattern(Optional<String> bucket, NamePattern key) {
    private static final String SCHEME = "s3://";
    private static final NamePattern ALL = new NamePattern("*");
    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9._-]+");

    /** In a store that keeps objects as files such a key may be another one's. */
    private static final Pattern DOTS = Pattern.compile("(^|.*/)\\.\\.?(/.*|$)", Pattern.DOTALL);

    /** Throws {@link RequestException}. */
    public static PlacePattern parse(String text) {
        if (text.equals("*")) {
            return new PlacePattern(Optional.empty(), ALL);
        }
        if (!text.startsWith(SCHEME)) {
            throw malformed(text);
        }
        String rest = text.substring(SCHEME.length());
        int slash = rest.indexOf('/');
        if (slash < 0 || !BUCKET.matcher(rest.substring(0, slash)).matches()) {
            throw malformed(text);
        }
        String key = rest.substring(slash + 1);
        return new PlacePattern(
                Optional.of(rest.substring(0, slash)),
                new NamePattern(key.isEmpty() || key.endsWith("/") ? key + "*" : key));
    }

    boolean matches(Location.InBucket object) {
        return ofBucket(object) && key.matches(object.key()) && isPlain(object.key());
    }

    /** Whether everything under a prefix matches, apart from staging. */
    boolean matchesAllUnder(Location.InBucket prefix) {
        return ofBucket(prefix) && key.matchesAllBehind(prefix.key()) && isPlain(prefix.key());
    }

    boolean ofBucket(Location.InBucket object) {
        return bucket.map(object.bucket()::equals).orElse(true);
    }

    private static boolean isPlain(String key) {
        return !key.startsWith(StagingKeys.ROOT) && !leadsElsewhere(key);
    }

    static boolean leadsElsewhere(String key) {
        return DOTS.matcher(key).matches();
    }

    private static RequestException malformed(String text) {
        return new RequestException("a place must be s3://bucket/, s3://bucket/prefix/, s3://bucket/prefix*,"
                + " s3://bucket/key or *, got: '" + text + "'");
    }

    @Override
    public String toString() {
        return bucket.map(name -> SCHEME + name + "/" + key).orElse("*");
    }
}
