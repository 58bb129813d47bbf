package io.vmloom.format.dmg;

import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A classic resource fork: a map names kinds of resources, each has a list of references, each leads to data.
 *
 * @see <a href="https://developer.apple.com/library/archive/documentation/mac/pdf/MoreMacintoshToolbox.pdf">Inside
 *     Macintosh: More Macintosh Toolbox, Resource Manager, Resource File Format</a>
 */
final class ResourceFork {
    private static final int BLKX = 0x626c6b78; // blkx
    private static final int MAP_TYPE_LIST_AT = 24;
    private static final int REFERENCE_BYTES = 12;
    private static final int U24 = 0xff_ffff;

    private ResourceFork() {}

    /** The resources that are tables of blocks. */
    static List<ByteBuffer> tables(ByteSource source, Stretch place) {
        ByteBuffer fork = ByteBuffer.allocate(Math.toIntExact(place.lengthBytes()));
        source.read(place.offset(), fork);
        try {
            return tables(fork.clear());
        } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
            throw ImageException.invalid(
                    source.name(), place.offset(), "the resource fork has a list or resource outside its bytes");
        }
    }

    private static List<ByteBuffer> tables(ByteBuffer fork) {
        int data = fork.getInt(0);
        int map = fork.getInt(4);
        int types = map + u16(fork, map + MAP_TYPE_LIST_AT);
        List<ByteBuffer> tables = new ArrayList<>();
        int typeCount = u16(fork, types) + 1 & 0xffff;
        for (int i = 0; i < typeCount; i++) {
            ByteBuffer type = fork.slice(types + 2 + i * 8, 8);
            if (type.getInt() == BLKX) {
                int count = u16(type, 4) + 1 & 0xffff;
                addAll(fork, data, fork.slice(types + u16(type, 6), count * REFERENCE_BYTES), tables);
            }
        }
        return tables;
    }

    private static void addAll(ByteBuffer fork, int data, ByteBuffer references, List<ByteBuffer> tables) {
        for (int at = 0; at < references.capacity(); at += REFERENCE_BYTES) {
            int resource = data + (references.getInt(at + 4) & U24);
            tables.add(fork.slice(resource + Integer.BYTES, fork.getInt(resource)));
        }
    }

    private static int u16(ByteBuffer bytes, int at) {
        return bytes.getShort(at) & 0xffff;
    }
}
