package io.vmloom.worker.convert;

import io.vmloom.cipher.DiskCipher;
import io.vmloom.extent.Extent;
import io.vmloom.extent.Mapping;
import io.vmloom.range.WorkRange;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.HostOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;

/** Delivers the guest bytes of a range in order; the next windows are fetched while one is decoded. Not thread-safe. */
final class RangeReader implements AutoCloseable {
    private static final int WINDOWS_AHEAD = 2;

    private final WindowFetcher fetcher;
    private final UnitDecoder decoder = new UnitDecoder();

    RangeReader(WindowFetcher fetcher) {
        this.fetcher = fetcher;
    }

    /**
     * Reads the whole range into the sink; the number of source bytes it took.
     *
     * @param ciphers of encrypted members, by their number
     */
    long read(WorkRange range, List<ByteSource> members, Map<Integer, DiskCipher> ciphers, GuestSink sink) {
        SectorDecoder sectors = new SectorDecoder(ciphers);
        Windows windows = new Windows(range.extents());
        decoder.forget();
        long sourceBytes = 0;
        Deque<FutureTask<FetchedWindow>> ahead = new ArrayDeque<>();
        try {
            while (windows.hasNext() || !ahead.isEmpty()) {
                while (windows.hasNext() && ahead.size() <= WINDOWS_AHEAD) {
                    ahead.add(fetcher.start(windows.next(), members));
                }
                FetchedWindow fetched = WindowFetcher.await(ahead.remove());
                deliver(fetched, members, sectors, sink);
                sourceBytes += fetched.sourceBytes();
            }
        } finally {
            ahead.forEach(window -> window.cancel(true));
        }
        return sourceBytes;
    }

    private void deliver(FetchedWindow fetched, List<ByteSource> members, SectorDecoder sectors, GuestSink sink) {
        for (Extent extent : fetched.window().extents()) {
            switch (extent.mapping()) {
                case Mapping.Data(int member, HostOffset host) -> {
                    FetchedWindow.Block block = fetched.block(member, host.bytes(), extent.lengthBytes());
                    int offset = Math.toIntExact(host.bytes() - block.fetch().hostOffset());
                    int length = Math.toIntExact(extent.lengthBytes());
                    // Whoever keeps a few bytes of a long block would hold all of it in memory.
                    if (length >= block.bytes().length / 2) {
                        sink.lastingData(block.bytes(), offset, length);
                    } else {
                        sink.data(block.bytes(), offset, length);
                    }
                }
                case Mapping.Encrypted encrypted -> {
                    byte[] plain = sectors.decode(encrypted, extent.lengthBytes(), fetched);
                    sink.data(plain, encrypted.skipBytes(), Math.toIntExact(extent.lengthBytes()));
                }
                case Mapping.Compressed compressed -> {
                    String file = members.get(compressed.member()).name();
                    byte[] unit = decoder.decode(extent, compressed, fetched, file);
                    sink.data(unit, compressed.skipBytes(), Math.toIntExact(extent.lengthBytes()));
                }
                case Mapping.Zero zero -> sink.zeros(extent.lengthBytes());
                case Mapping.Unallocated unallocated -> sink.zeros(extent.lengthBytes());
            }
        }
    }

    @Override
    public void close() {
        decoder.close();
    }
}
