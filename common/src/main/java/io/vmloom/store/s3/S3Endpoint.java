package io.vmloom.store.s3;

import io.vmloom.error.RequestException;
import java.net.URI;

/** Where the S3 service answers. */
public sealed interface S3Endpoint {
    /** Amazon's own endpoint of the region. */
    record Amazon() implements S3Endpoint {}

    /** Another server, as {@code http://host:port} or {@code https://host}. */
    record At(URI uri) implements S3Endpoint {
        public At {
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (!web || uri.getHost() == null || uri.getUserInfo() != null) {
                throw new RequestException(
                        "S3 endpoint must look like http://host:port or https://host, got: " + withoutUser(uri));
            }
        }

        private static String withoutUser(URI uri) {
            return uri.getUserInfo() == null ? uri.toString() : "a URI with credentials in it";
        }
    }

    /** Reads the URI of a server. */
    static S3Endpoint at(String uri) {
        try {
            return new At(URI.create(uri));
        } catch (IllegalArgumentException e) {
            throw new RequestException("S3 endpoint must be a URI like http://host:port, got: " + uri);
        }
    }
}
