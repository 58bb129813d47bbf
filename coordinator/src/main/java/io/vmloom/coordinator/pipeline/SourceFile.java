package io.vmloom.coordinator.pipeline;

import io.vmloom.source.ByteSource;
import io.vmloom.source.RenamedSource;
import io.vmloom.store.ObjectVersion;

/**
 * The file that an image lies in.
 *
 * @param version which is read
 * @param origin the user's file, which is another one when it was unpacked
 */
record SourceFile(ObjectVersion version, ObjectVersion origin) {
    static SourceFile asItIs(ObjectVersion version) {
        return new SourceFile(version, version);
    }

    /** The bytes of {@link #version}, under a name that the user knows. */
    ByteSource named(ByteSource bytes) {
        return version.equals(origin) ? bytes : new RenamedSource(bytes, origin.location() + " (unpacked)");
    }

    /** The user's file for one of an image's members. */
    ObjectVersion originOf(ObjectVersion member) {
        return member.equals(version) ? origin : member;
    }
}
