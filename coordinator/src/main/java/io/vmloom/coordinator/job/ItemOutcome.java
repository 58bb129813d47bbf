package io.vmloom.coordinator.job;

import io.vmloom.digest.GuestDigest;
import io.vmloom.error.ErrorCode;
import io.vmloom.extent.Losses;
import java.util.List;
import java.util.Optional;

/** What became of an item. */
public sealed interface ItemOutcome {
    /**
     * @param sourceFormat as detected
     * @param sourceBytes size of the source's file
     * @param virtualBytes size of the guest's disk
     * @param targetBytes size of the target's files
     * @param extents names of the files beside the one that has the target's name
     * @param digest empty when nothing was verified
     * @param verified the level that was really done
     * @param weakIdentity whether a change of the source could have gone unnoticed
     * @param losses what a damaged source did not give, and is zero in the target
     */
    record Succeeded(
            String sourceFormat,
            long sourceBytes,
            long virtualBytes,
            long dataBytes,
            long targetBytes,
            List<String> extents,
            Optional<GuestDigest> digest,
            VerifyLevel verified,
            boolean weakIdentity,
            int ranges,
            int retries,
            Losses losses)
            implements ItemOutcome {
        public Succeeded {
            extents = List.copyOf(extents);
        }
    }

    /**
     * An equal target was there already.
     *
     * @param extents names of the files beside the one that has the target's name
     * @param digest empty when the target's metadata proved that it was made by the same recipe
     */
    record Skipped(
            String sourceFormat,
            long sourceBytes,
            long virtualBytes,
            long targetBytes,
            List<String> extents,
            Optional<GuestDigest> digest)
            implements ItemOutcome {
        public Skipped {
            extents = List.copyOf(extents);
        }
    }

    /**
     * A machine was made of the targets of other items.
     *
     * @param sourceFormat the kind of the configuration that told of it; empty when none did
     * @param sourceBytes size of that configuration
     * @param targetBytes size of the target
     * @param disks how many it has
     * @param notes what of the configuration was not taken over as it was
     */
    record Assembled(String sourceFormat, long sourceBytes, long targetBytes, int disks, MachineNotes notes)
            implements ItemOutcome {}

    /** @param retryable whether the same item may succeed when it is tried again without anybody changing anything */
    record Failed(ErrorCode code, String message, boolean retryable) implements ItemOutcome {
        /** For good. */
        public Failed(ErrorCode code, String message) {
            this(code, message, false);
        }

        /** Whether it only follows from the failure of another item. */
        public boolean follows() {
            return code == ErrorCode.DISK_MISSING;
        }

        /** Whether nothing failed but somebody, or some term of the batch, put an end to it. */
        public boolean stopped() {
            return code == ErrorCode.CANCELLED || code == ErrorCode.DEADLINE_PASSED || code == ErrorCode.GIVEN_UP;
        }
    }
}
