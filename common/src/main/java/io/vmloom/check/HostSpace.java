package io.vmloom.check;

import io.vmloom.unit.ByteSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Who occupies which bytes of a file. The claims are walked once for each window of the file that has any, and never held
 * all at once, so that memory is bounded by 64 MiB. A claim that leaves the file has to be reported by whoever makes it;
 * here only the part inside counts.
 */
public final class HostSpace {
    private static final int LENGTH_BITS = 24;
    private static final long MAX_LENGTH_BYTES = (1L << LENGTH_BITS) - 1;

    /** An offset in the window and a length make one positive number. */
    private static final long MAX_WINDOW_BYTES = 512 * ByteSize.GIB;

    private static final int MAX_CLAIMS = 8 << 20;

    /** Windows are not made smaller than so many bytes for each claim that memory has room for. */
    private static final long DENSE_BYTES = 512;

    private static final int NAMED_OVERLAPS = 20;
    private static final int LISTED_OVERLAPS = 1000;

    private final long fileBytes;
    private final Consumer<ClaimVisitor> claims;
    private final int maxClaims;
    private long windowBytes;

    /** @param claims tells all claims, the same ones each time it is called */
    public HostSpace(long fileBytes, Consumer<ClaimVisitor> claims) {
        this(fileBytes, claims, MAX_WINDOW_BYTES, MAX_CLAIMS);
    }

    HostSpace(long fileBytes, Consumer<ClaimVisitor> claims, long windowBytes, int maxClaims) {
        this.fileBytes = fileBytes;
        this.claims = claims;
        this.windowBytes = windowBytes;
        this.maxClaims = maxClaims;
    }

    /** Reports bytes with two owners as errors. */
    public void check(Findings findings) {
        List<Long> overlaps = new ArrayList<>();
        for (long from = 0; from < fileBytes; ) {
            Window window = new Window(from, from + Math.min(windowBytes, fileBytes - from), maxClaims);
            claims.accept(window);
            if (window.overflowed && windowBytes > maxClaims * DENSE_BYTES) {
                windowBytes /= 2;
                continue;
            }
            if (window.overflowed) {
                // Ever smaller windows would cost a walk for each and say no more.
                findings.error(
                        from, "more than " + maxClaims + " structures lie in " + ByteSize.format(window.to - from));
            } else {
                window.check(findings, overlaps);
            }
            from = Math.min(window.nextClaimed, fileBytes);
        }
        name(findings, overlaps);
    }

    /** Says of the first overlaps what overlaps there, and of the others only where. */
    private void name(Findings findings, List<Long> overlaps) {
        List<Long> named = overlaps.subList(0, Math.min(NAMED_OVERLAPS, overlaps.size()));
        List<List<String>> owners = new ArrayList<>();
        named.forEach(offset -> owners.add(new ArrayList<>()));
        if (!named.isEmpty()) {
            claims.accept((kind, number, hostOffset, lengthBytes) -> {
                for (int i = 0; i < named.size(); i++) {
                    long offset = named.get(i);
                    if (hostOffset <= offset && offset - hostOffset < lengthBytes) {
                        owners.get(i).add(kind + " 0x" + Long.toHexString(number));
                    }
                }
            });
        }
        for (int i = 0; i < overlaps.size(); i++) {
            String what = i < owners.size()
                    ? String.join(" and ", owners.get(i).stream().limit(3).toList())
                    : "two structures";
            findings.error(overlaps.get(i), what + " lie over each other");
        }
    }

    /** The claims of one window, each packed into one number: first byte, then length. */
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
            long start = Math.max(from, hostOffset);
            long end = hostOffset > Long.MAX_VALUE - lengthBytes ? Long.MAX_VALUE : hostOffset + lengthBytes;
            if (end > to) {
                nextClaimed = Math.min(nextClaimed, Math.max(start, to));
                end = to;
            }
            while (start < end && !overflowed) {
                long length = Math.min(end - start, MAX_LENGTH_BYTES);
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

        void check(Findings findings, List<Long> overlaps) {
            Arrays.sort(packed, 0, count);
            long covered = from;
            for (int i = 0; i < count; i++) {
                long start = from + (packed[i] >>> LENGTH_BITS);
                if (start < covered && overlaps.size() == LISTED_OVERLAPS) {
                    findings.unlistedError();
                } else if (start < covered) {
                    overlaps.add(start);
                }
                covered = Math.max(covered, start + (packed[i] & MAX_LENGTH_BYTES));
            }
        }
    }
}
