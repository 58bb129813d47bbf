package io.vmloom.format.vhdx;

import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * One of the two headers, of which the valid one with the higher sequence number counts.
 *
 * @param offset where it stands
 * @param dataWriteId changes with the disk's content; by it differencing disks know their parent
 * @param logId nil when the log is empty
 * @see <a href="https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-vhdx/39d641c2-093c-4d4a-8c9d-bd4b9fc2ff31">
 *     MS-VHDX, 2.2.2 "Headers"</a>
 */
record FileHeader(
        long offset,
        long sequence,
        UUID dataWriteId,
        UUID logId,
        int logVersion,
        int version,
        long logBytes,
        long logOffset) {
    static final int FIRST_AT = 64 << 10;
    static final int SECOND_AT = 128 << 10;
    static final int BYTES = 4 << 10;
    static final int SIGNATURE = 0x64616568; // "head"
    static final int VERSION_1 = 1;
    static final int LOG_VERSION_0 = 0;

    static final int SEQUENCE_AT = 8;
    static final int FILE_WRITE_ID_AT = 16;
    static final int DATA_WRITE_ID_AT = 32;
    static final int LOG_ID_AT = 48;
    static final int LOG_VERSION_AT = 64;
    static final int VERSION_AT = 66;
    static final int LOG_BYTES_AT = 68;
    static final int LOG_OFFSET_AT = 72;

    /** Logs, regions and blocks are multiples of this. */
    static final long ALIGNMENT = 1 << 20;

    /** The current header, with a log that lies inside the file. */
    static FileHeader current(ByteSource source) {
        Optional<FileHeader> first = valid(source, FIRST_AT);
        Optional<FileHeader> second = valid(source, SECOND_AT);
        FileHeader current = Stream.concat(first.stream(), second.stream())
                .reduce((one, other) -> Long.compareUnsigned(other.sequence, one.sequence) > 0 ? other : one)
                .orElseThrow(() -> ImageException.invalid(
                        source.name(), FIRST_AT, "one of the two headers must have its signature and checksum"));
        current.check(source);
        return current;
    }

    private static Optional<FileHeader> valid(ByteSource source, int offset) {
        if (offset > source.sizeBytes() - BYTES) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        source.read(offset, in);
        if (in.getInt(0) != SIGNATURE || !Checksum.holds(in)) {
            return Optional.empty();
        }
        return Optional.of(new FileHeader(
                offset,
                in.getLong(SEQUENCE_AT),
                Guid.read(in, DATA_WRITE_ID_AT),
                Guid.read(in, LOG_ID_AT),
                Short.toUnsignedInt(in.getShort(LOG_VERSION_AT)),
                Short.toUnsignedInt(in.getShort(VERSION_AT)),
                Integer.toUnsignedLong(in.getInt(LOG_BYTES_AT)),
                in.getLong(LOG_OFFSET_AT)));
    }

    boolean logIsEmpty() {
        return logId.equals(Guid.NIL);
    }

    private void check(ByteSource source) {
        require(source, VERSION_AT, version == VERSION_1, "the version must be 1, got: " + version);
        require(
                source,
                LOG_VERSION_AT,
                logIsEmpty() || logVersion == LOG_VERSION_0,
                "the log's version must be 0, got: " + logVersion);
        require(
                source,
                LOG_BYTES_AT,
                logIsEmpty() || logBytes > 0 && logBytes % ALIGNMENT == 0,
                "the log's length must be a multiple of 1 MiB, got: 0x" + Long.toHexString(logBytes));
        require(
                source,
                LOG_OFFSET_AT,
                logIsEmpty()
                        || logOffset >= ALIGNMENT
                                && logOffset % ALIGNMENT == 0
                                && logOffset <= source.sizeBytes() - logBytes,
                "the log of 0x" + Long.toHexString(logBytes)
                        + " bytes must begin at a multiple of 1 MiB inside the file"
                        + " of 0x" + Long.toHexString(source.sizeBytes()) + " bytes, got: 0x"
                        + Long.toHexString(logOffset));
    }

    private void require(ByteSource source, int fieldAt, boolean condition, String rule) {
        if (!condition) {
            throw ImageException.invalid(source.name(), offset + fieldAt, rule);
        }
    }
}
