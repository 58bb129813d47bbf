package io.vmloom.coordinator.estimate;

import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.error.ErrorCode;
import java.util.Optional;

/**
 * What one item would take. Sizes and ranges are 0 where it did not come so far.
 *
 * @param sourceFormat as detected
 * @param targetBytes exact if nothing is compressed and no data of the source is zero, else less or more
 * @param maxTargetBytes no target is larger
 * @param code why it would be refused
 * @param message for people; empty when there is nothing to say
 */
public record ItemEstimate(
        ConversionRequest request,
        Expectation expectation,
        String sourceFormat,
        long sourceBytes,
        long virtualBytes,
        long dataBytes,
        int ranges,
        long targetBytes,
        long maxTargetBytes,
        Effort effort,
        Optional<ErrorCode> code,
        String message) {
    /** The same of what becomes of it when it is as large as that. */
    ItemEstimate expecting(Expectation other, long bytes, long maxBytes, Optional<ErrorCode> why, String said) {
        return new ItemEstimate(
                request,
                other,
                sourceFormat,
                sourceBytes,
                virtualBytes,
                dataBytes,
                ranges,
                bytes,
                maxBytes,
                effort,
                why,
                said);
    }
}
