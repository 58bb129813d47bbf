package io.vmloom.format.qcow2;

import io.vmloom.source.ByteSource;
import java.util.List;

/** Where the clusters of the guest stand: in the image itself, or in a file of their own beside it. */
sealed interface DataFile {
    ByteSource source();

    /** Its number among {@link #members}. */
    int member();

    List<ByteSource> members();

    /** The image holds its own data. */
    record Inside(ByteSource source) implements DataFile {
        @Override
        public int member() {
            return 0;
        }

        @Override
        public List<ByteSource> members() {
            return List.of(source);
        }
    }

    /** The image holds tables only, and each cluster stands in the other file where it stands in the guest. */
    record External(ByteSource image, ByteSource source) implements DataFile {
        @Override
        public int member() {
            return 1;
        }

        @Override
        public List<ByteSource> members() {
            return List.of(image, source);
        }
    }
}
