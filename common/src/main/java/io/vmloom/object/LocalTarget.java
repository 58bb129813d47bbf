package io.vmloom.object;

import io.vmloom.error.CancelledException;
import io.vmloom.error.ConversionException;
import io.vmloom.error.InternalException;
import io.vmloom.layout.Layout;
import io.vmloom.store.Content;
import io.vmloom.store.Precondition;
import io.vmloom.table.TableSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A local file that is written while the conversion runs: under a hidden name beside the target, sparse, and visible only
 * after {@link #publish}, or else in place. First the fragments, then {@link #finishFragments}, then front and tail, then publication.
 *
 * <p>{@link #accept} may be called by many threads at once; all else by one. A write that failed fails the target for
 * good, and whoever asks for anything of it hears so. Closing discards what was not published.
 */
public final class LocalTarget implements AutoCloseable {
    /** Whoever brings more waits, or writes in place of the one who did; more in memory takes longer to page in than it saves. */
    private static final long MOST_WAITING_BYTES = 8L << 20;

    private final TargetFile file;
    private final FragmentOrder order;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition written = lock.newCondition();
    private final Deque<PlacedContent> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean writing;
    private int wantToWrite;
    private @Nullable ConversionException failure;
    private @Nullable Layout layout;

    private LocalTarget(TargetFile file, FragmentOrder order) {
        this.file = file;
        this.order = order;
    }

    /**
     * Opens a target whose fragments stand in range order behind a front of fixed length.
     *
     * @param frontBytes bound of the front, taken before anything is encoded, aligned as the format needs
     * @param reorderWindow how many ranges, from the first missing one on, may come in any order; those that come early
     *     are held in memory
     */
    public static LocalTarget appending(
            Path target, Precondition precondition, long frontBytes, int reorderWindow, Durability durability) {
        AppendingOrder order = new AppendingOrder(frontBytes, reorderWindow);
        return new LocalTarget(TemporaryFile.create(target, precondition, ZeroRule.USUAL, durability), order);
    }

    /**
     * Opens a target in which every fragment stands at its guest offset behind the front.
     *
     * @param frontBytes exact length of the front, 0 where there is none
     * @param guestOffset where a range begins; asked once for every range, before its fragment is written
     */
    public static LocalTarget identity(
            Path target,
            Precondition precondition,
            long frontBytes,
            IntToLongFunction guestOffset,
            ZeroRule zeros,
            Durability durability) {
        return new LocalTarget(
                TemporaryFile.create(target, precondition, zeros, durability),
                new IdentityOrder(frontBytes, guestOffset));
    }

    /**
     * Opens what is there already, as a target in which every fragment stands at its guest offset: it is written at once,
     * and what was written stays whatever follows.
     *
     * @param target a file or block device that is at least as long as the disk
     * @param guestOffset where a range begins; asked once for every range, before its fragment is written
     */
    public static LocalTarget inPlace(
            Path target, IntToLongFunction guestOffset, ZeroRule zeros, Durability durability) {
        return new LocalTarget(InPlaceFile.open(target, zeros, durability), new IdentityOrder(0, guestOffset));
    }

    /** A file of these bytes, visible as a whole or not at all. */
    public static void write(Path target, Content content, Precondition precondition, Durability durability) {
        try (LocalTarget whole = identity(target, precondition, 0, range -> 0, ZeroRule.USUAL, durability)) {
            whole.accept(0, content);
            whole.finishFragments(1);
            whole.publish(precondition);
        }
    }

    /**
     * Removes a file if it is one that a process published before it was killed, when it had yet to publish the target
     * that makes use of the file.
     *
     * @param content of that target
     * @return whether it was so; refused while a process writes the target
     */
    public static boolean removeOrphan(Path file, Path target, Content content) {
        if (!TemporaryFile.isAbandoned(target, content)) {
            return false;
        }
        try {
            Files.deleteIfExists(file);
            return true;
        } catch (IOException e) {
            throw FileFailures.of(file, e);
        }
    }

    /** Ranges from {@link #firstMissing()} up to, but without, this many more may be dispatched. */
    public int reorderWindow() {
        return order.window();
    }

    /** The first range whose fragment has not come yet. */
    public int firstMissing() {
        lock.lock();
        try {
            return order.firstMissing();
        } finally {
            lock.unlock();
        }
    }

    /** Where the bytes are until publication, for reading them back. */
    public Path temporaryPath() {
        return file.path();
    }

    /**
     * Takes the fragment of a range, whose buffers must not change until it is released, as it is once written; ignores one
     * that came before. One thread at a time writes, also what others have left for it meanwhile, since a file system lets no two write to a file at once.
     */
    void accept(int range, Content content) {
        if (!offer(range, content)) {
            return;
        }
        for (Optional<PlacedContent> next = next(false); next.isPresent(); next = next(true)) {
            write(next.get());
        }
    }

    /** Waits for writes under way and gives the places of all fragments; fails if one of {@code ranges} is missing. The hidden file ends behind the last one then. */
    public Layout finishFragments(int ranges) {
        lock.lock();
        try {
            requireUsable();
            while (writing || !waiting.isEmpty()) {
                written.awaitUninterruptibly();
            }
            requireUsable();
            if (order.firstMissing() != ranges) {
                throw new InternalException(
                        file.target() + " has fragments up to range " + order.firstMissing() + " of " + ranges, null);
            }
            Layout finished = order.layout();
            layout = finished;
            file.complete(finished.dataEndBytes());
            return finished;
        } finally {
            lock.unlock();
        }
    }

    /** Lets a format write exactly the front's bytes. */
    public void writeFront(Consumer<TableSink> writer) {
        write(0, finished().frontBytes(), writer);
    }

    /** Lets a format write exactly this many bytes behind the last fragment, which end the hidden file then. */
    public void writeTail(long lengthBytes, Consumer<TableSink> writer) {
        write(finished().dataEndBytes(), lengthBytes, writer);
        file.complete(Math.addExact(finished().dataEndBytes(), lengthBytes));
    }

    /** Removes what stands under the target's name, for it would be wrong as soon as other files are there. */
    public void withdraw() {
        file.withdraw();
    }

    /**
     * Makes the file durable and renames it at once; front and tail were written before. {@code TARGET_EXISTS} when it must be
     * absent and is not; the hidden file is then still there until {@link #discard}.
     */
    public void publish(Precondition precondition) {
        file.publish(precondition);
    }

    /** Removes the hidden file; nothing happens after publication. */
    public void discard() {
        file.discard();
    }

    @Override
    public void close() {
        discard();
    }

    /** Whether the caller is the one to write now. */
    private boolean offer(int range, Content content) {
        lock.lock();
        try {
            requireUsable();
            for (PlacedContent ready : order.offer(range, content)) {
                waiting.add(ready);
                waitingBytes += ready.place().lengthBytes();
            }
            wantToWrite++;
            while (writing && waitingBytes > MOST_WAITING_BYTES) {
                written.awaitUninterruptibly();
            }
            wantToWrite--;
            requireUsable();
            boolean mine = !writing && !waiting.isEmpty();
            writing |= mine;
            return mine;
        } finally {
            lock.unlock();
        }
    }

    /** What to write next; empty when the caller is to write no more, since nothing waits or another one is free to. */
    private Optional<PlacedContent> next(boolean mayBeRelieved) {
        lock.lock();
        try {
            if (waiting.isEmpty() || (mayBeRelieved && wantToWrite > 0)) {
                writing = false;
                written.signalAll();
                return Optional.empty();
            }
            PlacedContent next = waiting.remove();
            waitingBytes -= next.place().lengthBytes();
            written.signalAll();
            return Optional.of(next);
        } finally {
            lock.unlock();
        }
    }

    private void write(PlacedContent placed) {
        @Nullable ConversionException problem = new InternalException("writing " + file.target() + " broke off", null);
        try {
            file.write(placed.content(), placed.place().offset().bytes());
            placed.content().release();
            problem = null;
        } catch (IOException e) {
            problem = FileFailures.of(file.target(), e);
            throw problem;
        } finally {
            if (problem != null) {
                fail(problem);
            }
        }
    }

    private void fail(ConversionException problem) {
        lock.lock();
        try {
            failure = problem;
            waiting.clear();
            waitingBytes = 0;
            writing = false;
            written.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void requireUsable() {
        if (failure != null) {
            throw failure;
        }
        if (!file.channel().isOpen()) {
            throw new CancelledException("writing " + file.target());
        }
    }

    private void write(long start, long lengthBytes, Consumer<TableSink> writer) {
        FileTableSink sink = new FileTableSink(file.channel(), file.target(), start, lengthBytes);
        writer.accept(sink);
        sink.finish();
    }

    private Layout finished() {
        Layout known = layout;
        if (known == null) {
            throw new InternalException("fragments of " + file.target() + " were not finished", null);
        }
        return known;
    }
}
