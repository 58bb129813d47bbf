package io.vmloom.coordinator.terms;

import io.vmloom.cipher.SecretRef;
import io.vmloom.error.RequestException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Somebody who wants to be told.
 *
 * @param secret what messages are signed with
 */
public record Webhook(URI url, Optional<SecretRef> secret, Set<Event> events) {
    public static final Set<Event> ALL_EVENTS = Set.copyOf(EnumSet.allOf(Event.class));

    public Webhook {
        events = Set.copyOf(events);
    }

    /** What is told. */
    public enum Event {
        ITEM_FAILED("item.failed"),
        BATCH_ENDED("batch.ended");

        private final String text;

        Event(String text) {
            this.text = text;
        }

        /** As people write it, and as it stands in messages. */
        public String text() {
            return text;
        }

        public static Event parse(String text) {
            return Stream.of(values())
                    .filter(event -> event.text.equals(text))
                    .findFirst()
                    .orElseThrow(() -> new RequestException("must be one of "
                            + Stream.of(values()).map(Event::text).collect(Collectors.joining(", ")) + ", got: '"
                            + text + "'"));
        }
    }

    /** {@code https} with a host, and nothing secret in it; {@link RequestException} for anything else. */
    public static URI url(String text) {
        try {
            URI url = new URI(text);
            if ("https".equals(url.getScheme()) && url.getHost() != null && url.getRawUserInfo() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw new RequestException("must be https://host/path without user and password, got: '"
                + text.replaceFirst("//[^/]*@", "//…@") + "'");
    }
}
