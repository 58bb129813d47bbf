package io.vmloom.archive;

import io.vmloom.error.RequestException;
import io.vmloom.unit.Alignment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;

/**
 * What stands around the members of an archive that is written: USTAR, and from 8 GiB on sizes in base 256 as GNU writes
 * them. The same names and sizes give the same bytes.
 */
public final class TarBlocks {
    /** What a header holds without extensions, which not every reader of appliances knows. */
    public static final int MAX_NAME_BYTES = 100;

    private static final int BLOCK = TarHeader.BLOCK_BYTES;
    /** Archives end with this many blocks of zeros. */
    private static final int END_BLOCKS = 2;
    /** Archives are multiples of this, since tapes were written so. */
    private static final int RECORD_BYTES = 20 * BLOCK;

    /** That {@link #endBytes} can be. */
    public static final int MAX_END_BYTES = RECORD_BYTES + END_BLOCKS * BLOCK;

    private static final int FOR_ALL_TO_READ = 0644;
    /** Nobody's time: the first that programs do not call implausible. */
    private static final FileTime TIME = FileTime.from(Instant.parse("1980-01-01T00:00:00Z"));

    private TarBlocks() {}

    /** The block before a member's bytes. */
    public static byte[] header(String name, long sizeBytes) {
        if (!MemberNames.isPlain(name) || name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw new RequestException("a file of an archive must have a plain name of at most " + MAX_NAME_BYTES
                    + " bytes, got: '" + MemberNames.printable(name) + "'");
        }
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(sizeBytes);
        entry.setMode(FOR_ALL_TO_READ);
        entry.setIds(0, 0);
        entry.setNames("", "");
        entry.setLastModifiedTime(TIME);
        byte[] block = new byte[BLOCK];
        try {
            entry.writeEntryHeader(block, ZipEncodingHelper.getZipEncoding("UTF-8"), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return block;
    }

    /** Zeros behind a member of this size. */
    public static int paddingBytes(long sizeBytes) {
        return (int) (Alignment.up(sizeBytes, BLOCK) - sizeBytes);
    }

    /** Zeros behind the last member, which ends at this offset. */
    public static int endBytes(long offset) {
        return (int) (Math.ceilDiv(offset + END_BLOCKS * BLOCK, RECORD_BYTES) * RECORD_BYTES - offset);
    }
}
