package io.vmloom.store.file;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code open}, {@code lseek} and {@code close} of the C library, for the two {@code whence} values that Java does not
 * offer.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/lseek.2.html">lseek(2): Seeking file data and holes</a>
 */
final class Lseek {
    /** {@code ENXIO}: no data at or after the offset; 6 on Linux, macOS and the BSDs. */
    static final int NO_MORE_DATA = 6;

    static final int SEEK_END = 2;

    private static final int O_RDONLY = 0;
    /** Of Linux, on every processor but Alpha, MIPS, PA-RISC and SPARC. */
    private static final int O_EXCL = 0x80;

    private static final Optional<Lseek> INSTANCE = load();

    private final MethodHandle open;
    private final MethodHandle seek;
    private final MethodHandle close;
    private final StructLayout stateLayout;
    private final VarHandle errno;
    private final int seekData;
    private final int seekHole;

    /** What a seek answered: an offset, or -1 and an error number. */
    record Answer(long offset, int errno) {}

    private Lseek(boolean mac) {
        Linker linker = Linker.nativeLinker();
        SymbolLookup symbols = linker.defaultLookup();
        stateLayout = Linker.Option.captureStateLayout();
        errno = stateLayout.varHandle(MemoryLayout.PathElement.groupElement("errno"));
        open = linker.downcallHandle(
                symbols.findOrThrow("open"),
                FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
                Linker.Option.firstVariadicArg(2));
        seek = linker.downcallHandle(
                symbols.findOrThrow("lseek"),
                FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT),
                Linker.Option.captureCallState("errno"));
        close = linker.downcallHandle(symbols.findOrThrow("close"), FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        seekData = mac ? 4 : 3;
        seekHole = mac ? 3 : 4;
    }

    /** Empty where the C library or native access is missing. */
    static Optional<Lseek> instance() {
        return INSTANCE;
    }

    /** A file descriptor of its own, or a negative number. */
    int open(Path path) {
        return open(path, O_RDONLY);
    }

    /** The same of a block device of Linux that nobody else has opened so, and no mount. */
    int openExclusively(Path device) {
        return open(device, O_RDONLY | O_EXCL);
    }

    private int open(Path path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) open.invokeExact(arena.allocateFrom(path.toString()), flags);
        } catch (Throwable e) {
            throw new IllegalStateException("calling open(2) failed for " + path, e);
        }
    }

    Answer seekData(int descriptor, long offset) {
        return seek(descriptor, offset, seekData);
    }

    Answer seekHole(int descriptor, long offset) {
        return seek(descriptor, offset, seekHole);
    }

    Answer seek(int descriptor, long offset, int whence) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(stateLayout);
            long result = (long) seek.invokeExact(state, descriptor, offset, whence);
            return new Answer(result, result < 0 ? (int) errno.get(state, 0L) : 0);
        } catch (Throwable e) {
            throw new IllegalStateException("calling lseek(2) failed", e);
        }
    }

    void close(int descriptor) {
        try {
            int _ = (int) close.invokeExact(descriptor);
        } catch (Throwable e) {
            throw new IllegalStateException("calling close(2) failed", e);
        }
    }

    private static Optional<Lseek> load() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (system.startsWith("windows")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Lseek(system.startsWith("mac")));
        } catch (RuntimeException | LinkageError _) {
            return Optional.empty();
        }
    }
}
