package io.vmloom.format.qcow;

import io.vmloom.codec.Codec;
import io.vmloom.codec.Compression;
import io.vmloom.format.TargetOptions;
import io.vmloom.table.TargetRequest;
import io.vmloom.unit.ByteSize;
import java.util.Optional;
import java.util.Set;

/**
 * The {@code -o} options of a qcow target: those of a qcow2 that mean something here.
 *
 * @param compression of clusters, if they are compressed
 * @param keepsStreams whether clusters are taken as the source compressed them, where it can be: unless a level is wanted
 */
record QcowOptions(int clusterBits, Optional<Compression> compression, boolean keepsStreams) {
    private static final String CLUSTER_SIZE = "cluster_size";
    private static final String COMPRESS = "compress";
    private static final String COMPRESSION_LEVEL = "compression_level";

    private static final long MIN_CLUSTER_BYTES = 4 * ByteSize.KIB;

    /** The most that QEMU opens, and by which tables are smallest. */
    private static final long MAX_CLUSTER_BYTES = 64 * ByteSize.KIB;

    /** As for qcow2. */
    private static final int DEFAULT_LEVEL = 4;

    private static final int MAX_LEVEL = 12;

    static QcowOptions of(TargetRequest request) {
        TargetOptions options = new TargetOptions(request, QcowFormat.NAME)
                .requireKnown(Set.of(CLUSTER_SIZE, COMPRESS, COMPRESSION_LEVEL));
        int level = options.number(COMPRESSION_LEVEL, DEFAULT_LEVEL, 1, MAX_LEVEL);
        boolean compress = options.isOn(COMPRESS, false);
        if (!compress && options.has(COMPRESSION_LEVEL)) {
            throw options.wrong(COMPRESSION_LEVEL + " means nothing without compress=on");
        }
        int clusterBytes = options.powerOfTwo(CLUSTER_SIZE, MAX_CLUSTER_BYTES, MIN_CLUSTER_BYTES, MAX_CLUSTER_BYTES);
        return new QcowOptions(
                Integer.numberOfTrailingZeros(clusterBytes),
                compress ? Optional.of(new Compression(Codec.DEFLATE, level)) : Optional.empty(),
                !options.has(COMPRESSION_LEVEL));
    }
}
