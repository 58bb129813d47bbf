package io.vmloom.coordinator.terms;

import io.vmloom.error.RequestException;
import io.vmloom.store.Location;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Where the report of a batch is put when it has ended.
 *
 * @param prefix names of the objects begin with it
 */
public record ReportPlace(Location.InBucket prefix, Set<Format> formats) {
    public static final Set<Format> ALL_FORMATS = Set.copyOf(EnumSet.allOf(Format.class));

    public ReportPlace {
        formats = Set.copyOf(formats);
    }

    /** How it is written. */
    public enum Format {
        /** A row as JSON for each item. */
        JSONL,
        CSV;

        public static Format parse(String text) {
            for (Format format : values()) {
                if (format.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return format;
                }
            }
            throw new RequestException("must be jsonl or csv, got: '" + text + "'");
        }
    }
}
