package io.vmloom.testing;

import io.vmloom.codec.Codec;
import io.vmloom.extent.CompressedUnit;
import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.extent.Mapping;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/** A made-up disk with extents of every kind, long and short, whose cursors hand them out in pieces of any length. */
public final class RandomDisk {
    private static final int SECTOR = 512;
    private static final int UNIT = 64 << 10;
    private static final CompressedUnit COMPRESSED =
            new CompressedUnit(Codec.DEFLATE, CompressedUnit.Framing.BARE, UNIT);

    private final SplittableRandom random;
    private final List<Extent> extents = new ArrayList<>();
    private long end;

    public RandomDisk(SplittableRandom random, int extentCount, long longestExtent) {
        this.random = random;
        for (int i = 0; i < extentCount; i++) {
            addExtent(longestExtent);
        }
    }

    private void addExtent(long longest) {
        long length = Math.max(1, random.nextLong(longest) >>> random.nextInt(20) & -SECTOR);
        if (random.nextInt(8) > 0) {
            length = Math.max(SECTOR, length);
        }
        HostOffset host = new HostOffset(random.nextLong(1L << 44));
        switch (random.nextInt(5)) {
            case 0 -> add(length, new Mapping.Data(random.nextInt(2), host));
            case 1 -> {
                int sectorBytes = SECTOR << random.nextInt(4);
                add(
                        length,
                        new Mapping.Encrypted(random.nextInt(2), host.plus(sectorBytes), host.bytes(), sectorBytes));
            }
            case 2 -> {
                int skip = random.nextInt(4) == 0 ? random.nextInt(UNIT / SECTOR) * SECTOR : 0;
                add(UNIT - skip, new Mapping.Compressed(0, host, UNIT + SECTOR, COMPRESSED, skip));
            }
            case 3 -> add(length, Mapping.Zero.INSTANCE);
            default -> add(length, Mapping.Unallocated.INSTANCE);
        }
    }

    private void add(long length, Mapping mapping) {
        extents.add(new Extent(new GuestOffset(end), length, mapping));
        end += length;
    }

    public long virtualBytes() {
        return end;
    }

    public List<Extent> extents() {
        return List.copyOf(extents);
    }

    /** A cursor from a guest offset on that cuts extents wherever it likes. */
    public ExtentCursor cursor(GuestOffset from) {
        Deque<Extent> left = new ArrayDeque<>();
        for (Extent extent : extents) {
            if (extent.end().compareTo(from) > 0) {
                long skip = Math.max(0, from.bytes() - extent.start().bytes());
                left.add(extent.slice(skip, extent.lengthBytes() - skip));
            }
        }
        return () -> {
            if (left.isEmpty()) {
                return Optional.empty();
            }
            Extent next = left.remove();
            if (next.lengthBytes() > 1 && random.nextInt(3) == 0) {
                long cut = random.nextLong(1, next.lengthBytes());
                left.addFirst(next.slice(cut, next.lengthBytes() - cut));
                next = next.slice(0, cut);
            }
            return Optional.of(next);
        };
    }

    /** Whether two runs of consecutive extents say the same of every byte, however they are cut. */
    public static boolean sameMapping(List<Extent> first, List<Extent> second) {
        NavigableMap<Long, Extent> one = byStart(first);
        NavigableMap<Long, Extent> other = byStart(second);
        TreeSet<Long> boundaries = new TreeSet<>(one.keySet());
        boundaries.addAll(other.keySet());
        return one.lastEntry()
                        .getValue()
                        .end()
                        .equals(other.lastEntry().getValue().end())
                && boundaries.stream().allMatch(offset -> at(one, offset).equals(at(other, offset)));
    }

    private static NavigableMap<Long, Extent> byStart(List<Extent> extents) {
        NavigableMap<Long, Extent> byStart = new TreeMap<>();
        extents.forEach(extent -> byStart.put(extent.start().bytes(), extent));
        return byStart;
    }

    /** The mapping of one byte; empty outside of the extents. */
    private static Optional<Mapping> at(NavigableMap<Long, Extent> byStart, long offset) {
        Map.Entry<Long, Extent> entry = byStart.floorEntry(offset);
        if (entry == null || entry.getValue().end().bytes() <= offset) {
            return Optional.empty();
        }
        return Optional.of(entry.getValue().slice(offset - entry.getKey(), 1).mapping());
    }
}
