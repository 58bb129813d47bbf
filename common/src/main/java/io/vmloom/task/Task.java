package io.vmloom.task;

import io.vmloom.cipher.SealedCipher;
import io.vmloom.codec.Wrapper;
import io.vmloom.extent.OnDamage;
import io.vmloom.range.WorkRange;
import io.vmloom.store.ObjectVersion;
import java.util.List;
import java.util.Map;

/** A self-contained unit of work: whoever holds it needs nothing else but access to the stores it names. */
public sealed interface Task {
    TaskId id();

    /**
     * Read a range of the source, digest it, encode it, and put the fragment where the placement says.
     *
     * @param members the pinned files that the extents refer to by number
     * @param ciphers of encrypted members, by their number
     * @param decodeBack whether each encoded unit is decoded and compared before it is stored
     * @param onDamage what becomes of units that can not be read
     */
    record Convert(
            TaskId id,
            List<ObjectVersion> members,
            Map<Integer, SealedCipher> ciphers,
            WorkRange range,
            EncoderSpec encoder,
            String codecFingerprint,
            Placement placement,
            boolean decodeBack,
            OnDamage onDamage)
            implements Task {
        public Convert {
            members = List.copyOf(members);
            ciphers = Map.copyOf(ciphers);
        }

        /** Of a source that is not encrypted, and refused when it is damaged. */
        public Convert(
                TaskId id,
                List<ObjectVersion> members,
                WorkRange range,
                EncoderSpec encoder,
                String codecFingerprint,
                Placement placement,
                boolean decodeBack) {
            this(id, members, Map.of(), range, encoder, codecFingerprint, placement, decodeBack, OnDamage.REFUSE);
        }

        public Convert withId(TaskId newId) {
            return new Convert(
                    newId, members, ciphers, range, encoder, codecFingerprint, placement, decodeBack, onDamage);
        }
    }

    /**
     * Put pieces together into one part or object. A single staged piece that is long enough for the store is copied
     * server-side.
     */
    record Compose(TaskId id, List<Piece> pieces, ComposeTarget target) implements Task {
        public Compose {
            pieces = List.copyOf(pieces);
        }
    }

    /**
     * Expand a compressed file as a whole, in order.
     *
     * @param maxBytes that may come out
     */
    record Unpack(TaskId id, ObjectVersion packed, Wrapper wrapper, long maxBytes, UnpackTarget target)
            implements Task {}

    /**
     * Read a range and digest it.
     *
     * @param ciphers of encrypted members, by their number
     * @param onDamage what becomes of units that can not be read
     */
    record Digest(
            TaskId id,
            List<ObjectVersion> members,
            Map<Integer, SealedCipher> ciphers,
            WorkRange range,
            OnDamage onDamage)
            implements Task {
        public Digest {
            members = List.copyOf(members);
            ciphers = Map.copyOf(ciphers);
        }

        /** Of an image that is not encrypted, and refused when it is damaged. */
        public Digest(TaskId id, List<ObjectVersion> members, WorkRange range) {
            this(id, members, Map.of(), range, OnDamage.REFUSE);
        }
    }
}
