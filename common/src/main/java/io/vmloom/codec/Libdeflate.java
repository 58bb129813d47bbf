package io.vmloom.codec;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.airlift.compress.v3.internal.NativeLoader;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * The function of aircompressor's libdeflate that it does not offer: one that tells how many bytes a stream takes.
 *
 * @see <a href="https://github.com/ebiggers/libdeflate/blob/v1.24/libdeflate.h">libdeflate.h</a>
 */
final class Libdeflate {
    private static final int SUCCESS = 0;

    private static final Optional<Libdeflate> INSTANCE = load();

    private final MethodHandle allocate;
    private final MethodHandle free;
    private final MethodHandle decompress;

    private Libdeflate(SymbolLookup symbols) {
        Linker linker = Linker.nativeLinker();
        allocate = linker.downcallHandle(
                symbols.findOrThrow("libdeflate_alloc_decompressor"), FunctionDescriptor.of(ADDRESS));
        free = linker.downcallHandle(
                symbols.findOrThrow("libdeflate_free_decompressor"), FunctionDescriptor.ofVoid(ADDRESS));
        decompress = linker.downcallHandle(
                symbols.findOrThrow("libdeflate_deflate_decompress_ex"),
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS),
                Linker.Option.critical(true));
    }

    /** Empty where the library has no binary or native access is missing. */
    static Optional<Libdeflate> instance() {
        return INSTANCE;
    }

    /** What one thread decompresses with; its memory is given back when it is collected. */
    MemorySegment decompressor() {
        try {
            MemorySegment decompressor = (MemorySegment) allocate.invokeExact();
            if (decompressor.equals(MemorySegment.NULL)) {
                throw new OutOfMemoryError("no memory for a decompressor of libdeflate");
            }
            return decompressor.reinterpret(Arena.ofAuto(), this::free);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /**
     * Expands one stream to exactly the target's length.
     *
     * @return how many bytes of the source it takes, or {@link Decompressor#UNSURE} if there is no whole stream of that
     *     length
     */
    int decompress(MemorySegment decompressor, MemorySegment source, MemorySegment target, MemorySegment streamBytes) {
        try {
            // Without a place for the length that came out, any other than the target's is an error.
            int outcome = (int) decompress.invokeExact(
                    decompressor,
                    source,
                    source.byteSize(),
                    target,
                    target.byteSize(),
                    streamBytes,
                    MemorySegment.NULL);
            return outcome == SUCCESS ? Math.toIntExact(streamBytes.get(JAVA_LONG, 0)) : Decompressor.UNSURE;
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    private void free(MemorySegment decompressor) {
        try {
            free.invokeExact(decompressor);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    private static RuntimeException failed(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("calling libdeflate failed", e);
    }

    private static Optional<Libdeflate> load() {
        try {
            return Optional.of(new Libdeflate(NativeLoader.loadLibrary("deflate")));
        } catch (RuntimeException | LinkageError _) {
            return Optional.empty();
        }
    }
}
