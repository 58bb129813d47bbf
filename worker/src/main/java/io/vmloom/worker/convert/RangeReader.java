package io.vmloom.worker.convert;

import io.vmloom.cipher.DiskCipher;
import io.vmloom.error.ImageException;
import io.vmloom.extent.Damage;
import io.vmloom.extent.Extent;
import io.vmloom.extent.Loss;
import io.vmloom.extent.Losses;
import io.vmloom.extent.Mapping;
import io.vmloom.extent.OnDamage;
import io.vmloom.range.WorkRange;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.HostOffset;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;

/** Delivers the guest bytes of a range in order; the next windows are fetched while one is decoded. Not thread-safe. */
final class RangeReader implements AutoCloseable {
    private static final int WINDOWS_AHEAD = 2;

    private final BlockPool blocks;
    private final WindowFetcher fetcher;
    private final UnitDecoder decoder = new UnitDecoder();

    /**
     * @param readThreads virtual threads for reading ahead; shared, and not closed here
     * @param blocks to read into
     */
    RangeReader(ExecutorService readThreads, BlockPool blocks) {
        this.blocks = blocks;
        this.fetcher = new WindowFetcher(readThreads, blocks);
    }

    /**
     * What reading a range came to.
     *
     * @param sourceBytes that were read for it
     * @param keptFree to be run when the sink's results, which may hold arrays of this reader, are not in use any more
     */
    record Outcome(long sourceBytes, Losses losses, Runnable keptFree) {}

    /**
     * Reads the whole range into the sink.
     *
     * @param ciphers of encrypted members, by their number
     * @param onDamage what becomes of units that do not decode
     */
    Outcome read(
            WorkRange range,
            List<ByteSource> members,
            Map<Integer, DiskCipher> ciphers,
            OnDamage onDamage,
            GuestSink sink) {
        Delivery delivery = new Delivery(members, new SectorDecoder(ciphers), onDamage, sink);
        Windows windows = new Windows(range.extents(), ByteSource.readBytes(members));
        decoder.forget();
        long sourceBytes = 0;
        Deque<FutureTask<FetchedWindow>> ahead = new ArrayDeque<>();
        try {
            while (windows.hasNext() || !ahead.isEmpty()) {
                while (windows.hasNext() && ahead.size() <= WINDOWS_AHEAD) {
                    ahead.add(fetcher.start(windows.next(), members));
                }
                FetchedWindow fetched = WindowFetcher.await(ahead.remove());
                delivery.deliver(fetched);
                sourceBytes += fetched.sourceBytes();
            }
        } finally {
            ahead.forEach(window -> window.cancel(true));
        }
        return new Outcome(sourceBytes, delivery.losses, delivery::freeKept);
    }

    /** What is read becomes guest bytes. */
    private final class Delivery {
        private final List<ByteSource> members;
        private final SectorDecoder sectors;
        private final OnDamage onDamage;
        private final GuestSink sink;
        private final Set<byte[]> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        private Losses losses = Losses.NONE;

        Delivery(List<ByteSource> members, SectorDecoder sectors, OnDamage onDamage, GuestSink sink) {
            this.members = members;
            this.sectors = sectors;
            this.onDamage = onDamage;
            this.sink = sink;
        }

        void deliver(FetchedWindow fetched) {
            fetched.window().extents().forEach(extent -> deliver(extent, fetched));
            fetched.blocks().stream()
                    .map(FetchedWindow.Block::bytes)
                    .filter(block -> !kept.contains(block))
                    .forEach(blocks::giveBack);
        }

        /** At once for good, however often it is said. */
        void freeKept() {
            kept.forEach(blocks::giveBack);
            kept.clear();
        }

        private void deliver(Extent extent, FetchedWindow fetched) {
            switch (extent.mapping()) {
                case Mapping.Data(int member, HostOffset host) -> {
                    FetchedWindow.Block block = fetched.block(member, host.bytes(), extent.lengthBytes());
                    int offset = Math.toIntExact(host.bytes() - block.fetch().hostOffset());
                    int length = Math.toIntExact(extent.lengthBytes());
                    // Whoever keeps a few bytes of a long block would hold all of it in memory.
                    if (length >= block.fetch().lengthBytes() / 2) {
                        if (sink.lastingData(block.bytes(), offset, length)) {
                            kept.add(block.bytes());
                        }
                    } else {
                        sink.data(block.bytes(), offset, length);
                    }
                }
                case Mapping.Encrypted encrypted -> {
                    byte[] plain = sectors.decode(encrypted, extent.lengthBytes(), fetched);
                    sink.data(plain, encrypted.skipBytes(), Math.toIntExact(extent.lengthBytes()));
                }
                case Mapping.Compressed compressed -> {
                    SourceUnit unit = decode(extent, compressed, fetched);
                    if (compressed.skipBytes() == 0 && extent.lengthBytes() == unit.lengthBytes()) {
                        sink.unit(unit);
                    } else {
                        sink.data(unit.bytes(), compressed.skipBytes(), Math.toIntExact(extent.lengthBytes()));
                    }
                }
                case Mapping.Zero zero -> sink.zeros(extent.lengthBytes());
                case Mapping.Unallocated unallocated -> sink.zeros(extent.lengthBytes());
                case Mapping.Lost lost -> sink.zeros(extent.lengthBytes()); // told of by whoever planned it
            }
        }

        /** What is damaged, where that is allowed, is zeros that the source stores, to keep its place where places are fixed. */
        private SourceUnit decode(Extent extent, Mapping.Compressed compressed, FetchedWindow fetched) {
            String file = members.get(compressed.member()).name();
            try {
                return decoder.decode(extent, compressed, fetched, file);
            } catch (ImageException e) {
                if (!onDamage.takes(e)) {
                    throw e;
                }
                losses = losses.then(new Loss(extent.start(), extent.lengthBytes(), Damage.of(e)));
                int decodedBytes = compressed.unit().decodedBytes();
                return new SourceUnit(new byte[decodedBytes], decodedBytes, Optional.empty());
            }
        }
    }

    @Override
    public void close() {
        decoder.close();
    }
}
