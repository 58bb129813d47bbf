package io.vmloom.store;

import io.vmloom.error.RequestException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a store is to know of an object besides its bytes and metadata. {@link RequestException} for what no object can have.
 *
 * @param storageClass as the store calls it
 * @param acl a canned one
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html">CreateMultipartUpload</a>
 */
public record ObjectProperties(
        Optional<String> storageClass,
        ServerEncryption encryption,
        Map<String, String> tags,
        Optional<String> contentType,
        Optional<String> acl) {
    /** As the bucket is set up. */
    public static final ObjectProperties NONE = new ObjectProperties(
            Optional.empty(), new ServerEncryption.OfBucket(), Map.of(), Optional.empty(), Optional.empty());

    private static final Pattern STORAGE_CLASS = Pattern.compile("[A-Z0-9_-]{1,64}");

    /** Nothing could be read back of these, which verifying does. */
    private static final Set<String> ARCHIVES = Set.of("GLACIER", "DEEP_ARCHIVE");

    private static final Pattern CONTENT_TYPE =
            Pattern.compile("[A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127}(;[ -~]{1,200})?");
    private static final Set<String> ACLS = Set.of(
            "private",
            "public-read",
            "public-read-write",
            "authenticated-read",
            "aws-exec-read",
            "bucket-owner-read",
            "bucket-owner-full-control");

    /** Limits of S3. */
    private static final int MOST_TAGS = 10;

    private static final int LONGEST_TAG_KEY = 128;
    private static final int LONGEST_TAG_VALUE = 256;

    public ObjectProperties {
        tags = Map.copyOf(tags);
        storageClass.ifPresent(name -> {
            require(STORAGE_CLASS.matcher(name).matches(), "storageClass must be a name such as STANDARD_IA", name);
            require(
                    !ARCHIVES.contains(name),
                    "storageClass must be one that can be read at once, for targets are verified; move them by a"
                            + " lifecycle rule",
                    name);
        });
        contentType.ifPresent(type ->
                require(CONTENT_TYPE.matcher(type).matches(), "contentType must be a media type such as a/b", type));
        acl.ifPresent(name -> require(
                ACLS.contains(name),
                "acl must be one of " + String.join(", ", ACLS.stream().sorted().toList()),
                name));
        require(tags.size() <= MOST_TAGS, "tags must be " + MOST_TAGS + " at most", String.valueOf(tags.size()));
        tags.forEach((key, value) -> require(
                !key.isEmpty() && key.length() <= LONGEST_TAG_KEY && value.length() <= LONGEST_TAG_VALUE,
                "tags must have keys of 1 to " + LONGEST_TAG_KEY + " and values of at most " + LONGEST_TAG_VALUE
                        + " characters",
                key));
    }

    /** The same of an object whose content is of another type, which it tells by itself. */
    public ObjectProperties withoutContentType() {
        return new ObjectProperties(storageClass, encryption, tags, Optional.empty(), acl);
    }

    private static void require(boolean holds, String rule, String got) {
        if (!holds) {
            throw new RequestException(rule + ", got: '" + got + "'");
        }
    }
}
