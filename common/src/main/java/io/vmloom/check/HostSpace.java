package io.vmloom.check;

import io.vmloom.unit.ByteSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Who occupies which sectors of a file. The claims are walked once for each window of the file that has any, and never
 * held all at once, so that memory is bounded by 64 MiB. A claim that leaves the file has to be reported by whoever makes it; here
 * only the part inside counts.
 */
public final class HostSpace {
    private static final int SECTOR_BYTES = 512;
    private static final int LENGTH_BITS = 24;
    private static final long MAX_LENGTH = (1L << LENGTH_BITS) - 1;
    private static final int NAMED_OVERLAPS = 20;
    private static final int LISTED_OVERLAPS = 1000;

    private final long sectors;
    private final Consumer<ClaimVisitor> claims;
    private final int maxClaims;
    private long windowSectors;

    /** @param claims tells all claims, the same ones each time it is called */
    public HostSpace(long fileBytes, Consumer<ClaimVisitor> claims) {
        this(fileBytes, claims, 512 * ByteSize.GIB / SECTOR_BYTES, 8 << 20);
    }

    HostSpace(long fileBytes, Consumer<ClaimVisitor> claims, long windowSectors, int maxClaims) {
        this.sectors = Math.ceilDiv(fileBytes, SECTOR_BYTES);
        this.claims = claims;
        this.windowSectors = windowSectors;
        this.maxClaims = maxClaims;
    }

    /** Reports sectors with two owners as errors, and, if asked, runs of sectors that have none as leaks. */
    public void check(Findings findings, boolean gapsAreLeaks) {
        List<Long> overlaps = new ArrayList<>();
        for (long from = 0; from < sectors; ) {
            long to = Math.min(sectors, from + windowSectors);
            Window window = new Window(from, to, maxClaims);
            claims.accept(window);
            if (window.overflowed && windowSectors > maxClaims) {
                windowSectors = Math.max(1, windowSectors / 2);
                continue;
            }
            if (window.overflowed) {
                // More claims than sectors: to divide further would cost a walk for each sector and say no more.
                findings.error(
                        from * SECTOR_BYTES,
                        "more than " + maxClaims + " structures lie in the " + (to - from) + " sectors from here on");
            } else {
                window.check(findings, overlaps, gapsAreLeaks);
            }
            from = Math.min(window.nextClaimed, sectors);
            if (gapsAreLeaks && from > to) {
                Window.gap(findings, to, from);
            }
        }
        name(findings, overlaps);
    }

    /** Says of the first overlaps what overlaps there, and of the others only where. */
    private void name(Findings findings, List<Long> overlaps) {
        List<Long> named = overlaps.subList(0, Math.min(NAMED_OVERLAPS, overlaps.size()));
        List<List<String>> owners = new ArrayList<>();
        named.forEach(sector -> owners.add(new ArrayList<>()));
        if (!named.isEmpty()) {
            claims.accept((kind, number, hostOffset, lengthBytes) -> {
                for (int i = 0; i < named.size(); i++) {
                    long offset = named.get(i) * SECTOR_BYTES;
                    if (hostOffset < offset + SECTOR_BYTES && offset < hostOffset + lengthBytes) {
                        owners.get(i).add(kind + " 0x" + Long.toHexString(number));
                    }
                }
            });
        }
        for (int i = 0; i < overlaps.size(); i++) {
            String what = i < owners.size()
                    ? String.join(" and ", owners.get(i).stream().limit(3).toList())
                    : "two structures";
            findings.error(overlaps.get(i) * SECTOR_BYTES, what + " lie over each other");
        }
    }

    /** The claims of one window, each packed into one number: first sector, then length. */
    private static final class Window implements ClaimVisitor {
        private final long from;
        private final long to;
        private final int maxClaims;
        private long[] packed = new long[1024];
        private int count;
        private boolean overflowed;
        private long nextClaimed = Long.MAX_VALUE;

        Window(long from, long to, int maxClaims) {
            this.from = from;
            this.to = to;
            this.maxClaims = maxClaims;
        }

        @Override
        public void claim(String kind, long number, long hostOffset, long lengthBytes) {
            if (hostOffset < 0 || lengthBytes <= 0) {
                return;
            }
            long start = Math.max(from, hostOffset / SECTOR_BYTES);
            long last = hostOffset > Long.MAX_VALUE - lengthBytes ? Long.MAX_VALUE : hostOffset + lengthBytes;
            long end = Math.ceilDiv(last, SECTOR_BYTES);
            if (end > to) {
                nextClaimed = Math.min(nextClaimed, Math.max(start, to));
                end = to;
            }
            while (start < end && !overflowed) {
                long length = Math.min(end - start, MAX_LENGTH);
                add((start - from) << LENGTH_BITS | length);
                start += length;
            }
        }

        private void add(long claim) {
            if (count == maxClaims) {
                overflowed = true;
                return;
            }
            if (count == packed.length) {
                packed = Arrays.copyOf(packed, Math.min(maxClaims, packed.length * 2));
            }
            packed[count++] = claim;
        }

        void check(Findings findings, List<Long> overlaps, boolean gapsAreLeaks) {
            Arrays.sort(packed, 0, count);
            long covered = from;
            for (int i = 0; i < count; i++) {
                long start = from + (packed[i] >>> LENGTH_BITS);
                long end = start + (packed[i] & MAX_LENGTH);
                if (start < covered && overlaps.size() == LISTED_OVERLAPS) {
                    findings.unlistedError();
                } else if (start < covered) {
                    overlaps.add(start);
                } else if (start > covered && gapsAreLeaks) {
                    gap(findings, covered, start);
                }
                covered = Math.max(covered, end);
            }
            if (covered < to && gapsAreLeaks) {
                gap(findings, covered, to);
            }
        }

        private static void gap(Findings findings, long start, long end) {
            long lengthBytes = (end - start) * SECTOR_BYTES;
            findings.leak(start * SECTOR_BYTES, lengthBytes, ByteSize.format(lengthBytes) + " belong to nothing");
        }
    }
}
