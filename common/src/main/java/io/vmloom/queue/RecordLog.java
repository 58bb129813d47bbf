package io.vmloom.queue;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Keyed records in numbered partitions, of which the last of each key is kept for good. A partition belongs to whoever
 * claimed it last: whoever had it before can not append any more. All calls block, may come from any thread, and throw a
 * {@link io.vmloom.error.ConversionException}.
 */
public interface RecordLog extends AutoCloseable {
    int partitions();

    /** Takes partitions over from whoever has them. */
    void claim(Set<Integer> partitions);

    /** Appends nothing more to these partitions; whoever wants them claims them, now or before this. */
    void leave(Set<Integer> partitions);

    /**
     * Adds all of these records or none; returns when they are durable. Throws
     * {@link io.vmloom.error.FencedException} when the partition is not claimed, or was claimed by somebody else since. After any other failure they may be
     * there all the same; the call may be repeated.
     */
    void append(int partition, List<LogRecord> records);

    /**
     * Everything that was appended before this call, in order. Records that are not the last of their key may be left
     * out, and forgotten keys altogether.
     */
    void replay(int partition, Consumer<LogRecord> visitor);

    @Override
    void close();
}
