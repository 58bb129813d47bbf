package io.vmloom.loadtest.bench;

import io.vmloom.unit.ByteSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Makes what is converted.
 *
 * @param image the raw disk that most others are made of; has to be made first
 * @param corpus real files to fill the disk with, instead of made ones
 */
record InputMaker(Path image, UsedDisk disk, Optional<Path> corpus, Consumer<String> say) {
    static final long SMALL_BYTES = 64 * ByteSize.MIB;

    private static final long STREWN_BYTES = 1L << 40;
    private static final int STREWN_PIECES = 64;

    /** How many times as large as the disk an image is of which the tables alone count. */
    private static final long TABLES_SHARE = 2560;

    private static final long SAY_EVERY_BYTES = 512 * ByteSize.MIB;

    /** @param made where it is written; must not exist */
    void make(Input input, Path made) throws IOException {
        switch (input) {
            case RAW -> writeDisk(made);
            case STREWN -> strew(made);
            case SMALL -> {
                UsedDisk small = new UsedDisk(SMALL_BYTES, disk.seed());
                write(made, file -> small.write(file, small.kinds(), _ -> {}));
            }
            case FRAGMENTED -> write(made, new FragmentedQcow2(disk.sizeBytes() * TABLES_SHARE)::write);
            case QCOW2, QCOW2_ZLIB, STREAM, VDI, VHDX ->
                QemuImg.convert(image, Input.RAW.format(), made, input.format(), input.peerArguments());
        }
    }

    private interface Writing {
        void to(FileChannel file) throws IOException;
    }

    private static void write(Path made, Writing writing) throws IOException {
        try (FileChannel file = FileChannel.open(made, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            writing.to(file);
            file.force(true);
        }
    }

    private void writeDisk(Path made) throws IOException {
        LongConsumer progress = this::progress;
        if (corpus.isPresent()) {
            try (CorpusContent content = CorpusContent.of(corpus.get())) {
                write(made, file -> disk.write(file, List.of(content), progress));
            }
        } else {
            write(made, file -> disk.write(file, disk.kinds(), progress));
        }
    }

    private void strew(Path made) throws IOException {
        long pieceBytes = disk.sizeBytes() / 4 / STREWN_PIECES;
        try (FileChannel from = FileChannel.open(image)) {
            write(made, to -> {
                for (int i = 0; i < STREWN_PIECES; i++) {
                    to.position(i * (STREWN_BYTES / STREWN_PIECES));
                    from.transferTo(i * (disk.sizeBytes() / STREWN_PIECES), pieceBytes, to);
                }
                to.write(ByteBuffer.allocate(1), STREWN_BYTES - 1);
            });
        }
    }

    private void progress(long done) {
        // Called for each file, so that few calls pass a multiple.
        if (done % SAY_EVERY_BYTES < ByteSize.MIB) {
            say.accept("made " + ByteSize.format(done));
        }
    }
}
