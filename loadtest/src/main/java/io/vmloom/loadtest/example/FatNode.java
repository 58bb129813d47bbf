package io.vmloom.loadtest.example;

import java.util.List;

/** A file or directory to be put on a {@link FatVolume}. */
public sealed interface FatNode {
    /** The node's name in its directory. */
    ShortName name();

    /** A file with its whole content. */
    final class File implements FatNode {
        private final ShortName name;
        private final byte[] content;

        /** Makes a file; the content is copied. */
        public File(ShortName name, byte[] content) {
            this.name = name;
            this.content = content.clone();
        }

        @Override
        public ShortName name() {
            return name;
        }

        /** A fresh copy of the content. */
        public byte[] content() {
            return content.clone();
        }
    }

    /**
     * A directory.
     *
     * @param name its name in the parent
     * @param children what it holds, in the order of its entries
     */
    record Directory(ShortName name, List<FatNode> children) implements FatNode {
        public Directory {
            children = List.copyOf(children);
        }
    }
}
