package io.vmloom.task;

import io.vmloom.cipher.SealedCipher;
import io.vmloom.codec.Wrapper;
import io.vmloom.extent.OnDamage;
import io.vmloom.range.WorkRange;
import io.vmloom.store.FileRange;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Upload;
import io.vmloom.tenant.Tenants;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A self-contained unit of work: whoever holds it needs nothing else but access to the stores it names. */
public sealed interface Task {
    TaskId id();

    /** On whose behalf it is done, which decides what may be touched. */
    String tenant();

    /** The same on somebody's behalf. */
    Task withTenant(String newTenant);

    /**
     * Read a range of the source, encode it, and put the fragment where the placement says.
     *
     * @param members the pinned files that the extents refer to by number
     * @param ciphers of encrypted members, by their number
     * @param assurance what the result has to say of the bytes
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
            Assurance assurance,
            OnDamage onDamage,
            String tenant)
            implements Task {
        public Convert {
            members = List.copyOf(members);
            ciphers = Map.copyOf(ciphers);
        }

        /** Of the usual tenant. */
        public Convert(
                TaskId id,
                List<ObjectVersion> members,
                Map<Integer, SealedCipher> ciphers,
                WorkRange range,
                EncoderSpec encoder,
                String codecFingerprint,
                Placement placement,
                Assurance assurance,
                OnDamage onDamage) {
            this(id, members, ciphers, range, encoder, codecFingerprint, placement, assurance, onDamage, Tenants.USUAL);
        }

        /** Of a source that is not encrypted, and refused when it is damaged. */
        public Convert(
                TaskId id,
                List<ObjectVersion> members,
                WorkRange range,
                EncoderSpec encoder,
                String codecFingerprint,
                Placement placement,
                Assurance assurance) {
            this(id, members, Map.of(), range, encoder, codecFingerprint, placement, assurance, OnDamage.REFUSE);
        }

        public Convert withId(TaskId newId) {
            return new Convert(
                    newId, members, ciphers, range, encoder, codecFingerprint, placement, assurance, onDamage, tenant);
        }

        @Override
        public Convert withTenant(String newTenant) {
            return new Convert(
                    id, members, ciphers, range, encoder, codecFingerprint, placement, assurance, onDamage, newTenant);
        }
    }

    /**
     * Put pieces together into one part, of which nothing becomes once the upload has ended: nobody knows how late a
     * task is done. A single staged piece that is long enough for the store is copied server-side.
     */
    record Compose(TaskId id, List<Piece> pieces, Upload upload, int partNumber, String tenant) implements Task {
        public Compose {
            pieces = List.copyOf(pieces);
        }

        /** Of the usual tenant. */
        public Compose(TaskId id, List<Piece> pieces, Upload upload, int partNumber) {
            this(id, pieces, upload, partNumber, Tenants.USUAL);
        }

        @Override
        public Compose withTenant(String newTenant) {
            return new Compose(id, pieces, upload, partNumber, newTenant);
        }
    }

    /**
     * Expand a compressed file as a whole, in order; or only put together what lies in pieces.
     *
     * @param packed the file's pieces, one behind the other
     * @param wrapper empty for what is not compressed
     * @param maxBytes that may come out
     */
    record Unpack(
            TaskId id,
            List<FileRange> packed,
            Optional<Wrapper> wrapper,
            long maxBytes,
            UnpackTarget target,
            String tenant)
            implements Task {
        public Unpack {
            packed = List.copyOf(packed);
        }

        /** Of the usual tenant. */
        public Unpack(
                TaskId id, List<FileRange> packed, Optional<Wrapper> wrapper, long maxBytes, UnpackTarget target) {
            this(id, packed, wrapper, maxBytes, target, Tenants.USUAL);
        }

        /** Of a compressed file. */
        public Unpack(TaskId id, ObjectVersion packed, Wrapper wrapper, long maxBytes, UnpackTarget target) {
            this(id, List.of(FileRange.whole(packed)), Optional.of(wrapper), maxBytes, target);
        }

        /** Of all pieces. */
        public long packedBytes() {
            return packed.stream().mapToLong(FileRange::lengthBytes).sum();
        }

        @Override
        public Unpack withTenant(String newTenant) {
            return new Unpack(id, packed, wrapper, maxBytes, target, newTenant);
        }
    }

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
            OnDamage onDamage,
            String tenant)
            implements Task {
        public Digest {
            members = List.copyOf(members);
            ciphers = Map.copyOf(ciphers);
        }

        /** Of the usual tenant. */
        public Digest(
                TaskId id,
                List<ObjectVersion> members,
                Map<Integer, SealedCipher> ciphers,
                WorkRange range,
                OnDamage onDamage) {
            this(id, members, ciphers, range, onDamage, Tenants.USUAL);
        }

        /** Of an image that is not encrypted, and refused when it is damaged. */
        public Digest(TaskId id, List<ObjectVersion> members, WorkRange range) {
            this(id, members, Map.of(), range, OnDamage.REFUSE);
        }

        @Override
        public Digest withTenant(String newTenant) {
            return new Digest(id, members, ciphers, range, onDamage, newTenant);
        }
    }

    /** Read bytes of a file as they are, in order, for their SHA-256. */
    record Hash(TaskId id, FileRange bytes, String tenant) implements Task {
        /** Of the usual tenant. */
        public Hash(TaskId id, FileRange bytes) {
            this(id, bytes, Tenants.USUAL);
        }

        @Override
        public Hash withTenant(String newTenant) {
            return new Hash(id, bytes, newTenant);
        }
    }
}
