package io.vmloom.format.qcow2;

import io.vmloom.cipher.luks.NewLuks;
import io.vmloom.error.TargetException;
import io.vmloom.format.TargetOptions;
import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetFormat;
import io.vmloom.table.TargetRequest;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.ByteSize;
import java.util.Optional;

/** Makes images of version 3, which qemu has read since 1.1, and of version 2. */
final class Qcow2Target implements TargetFormat {
    private static final int SECTOR_BYTES = 512;
    private static final long MAX_L1_ENTRIES = L1Table.MAX_BYTES / Long.BYTES;

    @Override
    public TargetDesign design(TargetRequest request) {
        Qcow2Options options = Qcow2Options.of(EncryptOptions.others(request));
        Optional<NewLuks> container = EncryptOptions.of(request)
                .map(parameters -> new NewLuks(parameters, request.key(), Qcow2Format.NAME + '\n' + request.seed()));
        container.ifPresent(_ -> requireEncryptable(new TargetOptions(request, Qcow2Format.NAME), options));
        long maxVirtualBytes = MAX_L1_ENTRIES * options.geometry().groupBytes();
        if (request.virtualBytes() > maxVirtualBytes) {
            throw TargetException.tooLarge(
                    request.name(),
                    "a disk of " + ByteSize.format(request.virtualBytes()) + " is larger than the "
                            + ByteSize.format(maxVirtualBytes) + " that a qcow2 with clusters of "
                            + ByteSize.format(options.geometry().clusterBytes())
                            + (options.geometry().extendedL2() ? " and subclusters" : "") + " may have",
                    "choose a larger cluster_size, up to 2M, or raw");
        }
        long virtualBytes = Alignment.up(request.virtualBytes(), SECTOR_BYTES);
        return new Qcow2Design(
                options,
                virtualBytes,
                BitmapFront.of(options.geometry().clusterBytes(), virtualBytes, KeptBitmaps.of(request, options)),
                container);
    }

    private static void requireEncryptable(TargetOptions options, Qcow2Options qcow2) {
        if (qcow2.compress()) {
            throw options.wrong("encrypted clusters are not compressed; leave out compress or encrypt.format");
        }
        if (qcow2.version() == 2) {
            throw options.wrong("encrypt.format=luks does not go with compat=0.10; use compat=1.1");
        }
        if (qcow2.backing().isPresent()) {
            throw options.wrong(
                    "an overlay is not written encrypted; leave out the backing file (-B) or encrypt.format");
        }
    }
}
