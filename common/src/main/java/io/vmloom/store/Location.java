package io.vmloom.store;

import io.vmloom.error.RequestException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;

/** Where bytes live. */
public sealed interface Location {
    /** The last part of where it is. */
    default String name() {
        return Companion.fileName(toString());
    }

    /** What lies beside it under this name. */
    Location sibling(String name);

    /** What lies in it under this name, where it is a directory or prefix. */
    Location child(String name);

    /** An object in a bucket of an S3-like store. */
    record InBucket(String bucket, String key) implements Location {
        public InBucket {
            if (bucket.isEmpty() || key.isEmpty()) {
                throw new RequestException("bucket and key must not be empty, got: s3://" + bucket + "/" + key
                        + "; write s3://bucket/key");
            }
        }

        /** The object of another key in the same bucket. */
        public InBucket withKey(String otherKey) {
            return new InBucket(bucket, otherKey);
        }

        @Override
        public InBucket child(String name) {
            return withKey(key.endsWith("/") ? key + name : key + "/" + name);
        }

        @Override
        public InBucket sibling(String name) {
            return withKey(key.substring(0, key.lastIndexOf('/') + 1) + name);
        }

        @Override
        public String toString() {
            return "s3://" + bucket + "/" + key;
        }
    }

    /** A file of this host; only in-process work may use it. */
    record OnDisk(Path path) implements Location {
        @Override
        public OnDisk child(String name) {
            return new OnDisk(path.resolve(name));
        }

        @Override
        public OnDisk sibling(String name) {
            return new OnDisk(path.resolveSibling(name));
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }

    /** Reads {@code s3://bucket/key}, {@code file:///path} or a plain path; relative paths are relative to {@code base}. */
    static Location parse(String text, Path base) {
        if (text.startsWith("s3://")) {
            String rest = text.substring("s3://".length());
            int slash = rest.indexOf('/');
            if (slash < 0) {
                throw new RequestException("'" + text + "' names no key; write s3://bucket/key");
            }
            return new InBucket(rest.substring(0, slash), rest.substring(slash + 1));
        }
        if (text.startsWith("file://")) {
            try {
                return new OnDisk(Path.of(URI.create(text)));
            } catch (IllegalArgumentException | FileSystemNotFoundException e) {
                throw new RequestException("'" + text
                        + "' names no file of this host; write file:///path, spaces as %20, or a plain path");
            }
        }
        if (text.contains("://")) {
            throw new RequestException("'" + text + "' has a scheme that is not known; use a path or s3://bucket/key");
        }
        if (text.isEmpty()) {
            throw new RequestException("an empty name is no location; use a path or s3://bucket/key");
        }
        return new OnDisk(base.resolve(text).normalize());
    }
}
