package io.vmloom.fuzz;

import io.vmloom.check.CheckReport;
import io.vmloom.cipher.Secret;
import io.vmloom.cipher.luks.KdfLimits;
import io.vmloom.error.ImageException;
import io.vmloom.error.RequestException;
import io.vmloom.extent.DirtyBitmap;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.extent.Mapping;
import io.vmloom.extent.OnDamage;
import io.vmloom.format.ImagePolicy;
import io.vmloom.format.OpenOptions;
import io.vmloom.unit.GuestOffset;
import io.vmloom.worker.convert.GuestReader;
import io.vmloom.worker.convert.GuestSink;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Everything vmloom does with a source, done to one file: it is opened, walked, read and checked, or refused by an
 * exception that says so. Whatever else is thrown is a finding, {@link AssertionError}s among it.
 */
final class Examination {
    private static final int MAX_EXTENTS = 2000;
    private static final int EXTENTS_ELSEWHERE = 20;

    /** The second may be of a kind that only reading tells of. */
    private static final int MAX_REFUSALS_IN_A_ROW = 2;

    private static final int BITMAP_PIECE_BYTES = 4 << 10;

    private static final long READING_MEBIBYTES = 256;

    /** A check walks everything again for each part of a long file, and throws away more than it holds at once. */
    private static final long CHECKING_MEBIBYTES = 4096;

    private static final long CHECKED_BYTES = 1L << 39;

    /** Of every seed that is encrypted. */
    private static final Secret KEY = new Secret("open sesame".getBytes(StandardCharsets.US_ASCII));

    /** Trying keys is to be bounded, and not to take up the time of a campaign. */
    private static final ImagePolicy POLICY = new ImagePolicy(
            Set.of(),
            ImagePolicy.DEFAULT.maxVirtualBytes(),
            ImagePolicy.DEFAULT.maxExpansionRatio(),
            ImagePolicy.DEFAULT.maxChainDepth(),
            new KdfLimits(1 << 20, 5000, 1 << 20));

    private final Subject subject;
    private final SparseFile file;
    private final SplittableRandom random;

    private Examination(Subject subject, byte[] input) {
        this.subject = subject;
        this.file = FuzzInput.file(input);
        this.random = new SplittableRandom(Arrays.hashCode(input));
    }

    static void of(Subject subject, byte[] input) {
        new Examination(subject, input).examine();
    }

    private void examine() {
        attempt(() -> read(options("", Optional.of(KEY), OnDamage.REFUSE)), READING_MEBIBYTES);
        attempt(() -> read(options("1", Optional.empty(), OnDamage.REFUSE)), READING_MEBIBYTES);
        attempt(() -> read(options("", Optional.empty(), OnDamage.ZEROS)), READING_MEBIBYTES);
        attempt(this::readBitmaps, READING_MEBIBYTES);
        if (file.sizeBytes() <= CHECKED_BYTES) {
            attempt(() -> requireBounded(subject.checker().apply(file)), CHECKING_MEBIBYTES);
        }
    }

    /** Twice if need be: what is done once, such as loading classes, is not the file's fault. */
    private void attempt(Runnable step, long maxMebibytes) {
        if (Effort.of(() -> tryOnce(step)).passes(maxMebibytes)) {
            Effort again = Effort.of(() -> tryOnce(step));
            check(!again.passes(maxMebibytes), "what one file takes", again);
        }
    }

    private void tryOnce(Runnable step) {
        file.readAnew();
        try {
            step.run();
        } catch (ImageException | RequestException refusal) {
            String text = String.valueOf(refusal.getMessage());
            if (!text.startsWith(FuzzInput.NAME) && !text.startsWith(OtherFiles.NAME)) {
                throw new AssertionError("a refusal must begin with the file's name", refusal);
            }
        } catch (RuntimeException failure) {
            if (!file.spent()) {
                throw failure;
            }
        }
    }

    private static OpenOptions options(String snapshot, Optional<Secret> key, OnDamage onDamage) {
        return new OpenOptions(snapshot, new OtherFiles(), POLICY, key, OpenOptions.OtherKeys.NONE, onDamage);
    }

    private void read(OpenOptions options) {
        DiskImage image = subject.opener().open(file, options);
        check(image.virtualBytes() >= 0, "a disk's size", image.virtualBytes());
        check(Integer.bitCount(image.compressedUnitBytes()) == 1, "a unit", image.compressedUnitBytes());
        check(image.mappingUnitBytes() > 0, "a mapping unit", image.mappingUnitBytes());
        image.parent().ifPresent(parent -> check(!parent.toString().isEmpty(), "a parent", parent));
        image.identities().forEach(identity -> check(identity.length() < 1 << 16, "an identity", identity.length()));
        image.details().forEach((fact, value) -> check(value.length() < 1 << 16, fact, value.length()));

        CheckedWalk walk = CheckedWalk.of(image, 0, MAX_EXTENTS);
        for (long guestOffset : List.of(inside(image.virtualBytes()), inside(walk.endOffset()))) {
            CheckedWalk other = CheckedWalk.of(image, guestOffset, EXTENTS_ELSEWHERE);
            requireSame(walk.at(guestOffset), other.at(guestOffset), guestOffset);
        }
        requireDamageIsToldOnce(image);
        decode(Prefix.of(image, walk));
    }

    private void readBitmaps() {
        DiskImage image = subject.opener().open(file, options("", Optional.empty(), OnDamage.REFUSE));
        byte[] piece = new byte[BITMAP_PIECE_BYTES];
        for (DirtyBitmap bitmap : image.bitmaps().orElse(List.of())) {
            long lengthBytes = bitmap.lengthBytes(image.virtualBytes());
            check(!bitmap.name().isEmpty(), "the name of a bitmap", bitmap.name());
            if (!bitmap.broken()) {
                bitmap.content().read(0, piece);
                bitmap.content().read(inside(lengthBytes), piece);
            }
        }
    }

    private long inside(long bytes) {
        return bytes == 0 ? 0 : random.nextLong(bytes);
    }

    /**
     * A walk that was refused in between, or did not come that far, says nothing. What is lost is told in runs, each with the
     * reason of its beginning.
     */
    private static void requireSame(Optional<Mapping> one, Optional<Mapping> other, long guestOffset) {
        if (one.isPresent() && other.isPresent()) {
            check(isSame(one.get(), other.get()), one + " from the beginning at " + guestOffset, other);
        }
    }

    /** A cursor that is asked again goes on behind all that makes no sense, not behind one entry of millions. */
    private static void requireDamageIsToldOnce(DiskImage image) {
        ExtentCursor cursor = image.extents(GuestOffset.ZERO);
        int refusals = 0;
        boolean more = true;
        for (int answers = 0; more && answers < MAX_EXTENTS; answers++) {
            try {
                more = cursor.next().isPresent();
                refusals = 0;
            } catch (ImageException refusal) {
                more = OnDamage.ZEROS.takes(refusal);
                refusals++;
                check(refusals <= MAX_REFUSALS_IN_A_ROW, "refusals in a row", refusal);
            }
        }
    }

    private static boolean isSame(Mapping one, Mapping other) {
        return one.equals(other) || (one instanceof Mapping.Lost && other instanceof Mapping.Lost);
    }

    private static void decode(Prefix beginning) {
        Count count = new Count();
        try (GuestReader reader = new GuestReader(new CallingThread())) {
            reader.read(beginning, count);
        }
        check(count.bytes == beginning.virtualBytes(), "bytes read of " + beginning.virtualBytes(), count.bytes);
    }

    private static void requireBounded(CheckReport report) {
        check(report.first().size() <= 1000, "findings", report.first().size());
    }

    private static void check(boolean condition, String what, Object actual) {
        if (!condition) {
            throw new AssertionError(what + " can not be: " + actual);
        }
    }

    private static final class Count implements GuestSink {
        private long bytes;

        @Override
        public void data(byte[] bytes, int offset, int length) {
            this.bytes += length;
        }

        @Override
        public void zeros(long length) {
            bytes += length;
        }
    }

    /** So that all effort is counted, and the same each time. */
    private static final class CallingThread extends AbstractExecutorService {
        @Override
        public void execute(Runnable command) {
            command.run();
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return false;
        }
    }
}
