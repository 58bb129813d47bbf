package io.vmloom.worker.convert;

import io.vmloom.codec.Codecs;
import io.vmloom.range.WorkRange;
import io.vmloom.task.EncoderSpec;

/** Chooses the encoder of a task. */
final class Encoders {
    private Encoders() {}

    static FragmentEncoder create(EncoderSpec spec, WorkRange range, boolean decodeBack) {
        long firstUnit = range.start().bytes() / spec.unitBytes();
        return switch (spec) {
            case EncoderSpec.Identity identity -> new IdentityEncoder(identity.unitBytes(), firstUnit);
            case EncoderSpec.PackedPlain plain -> new PlainEncoder(plain, firstUnit);
            case EncoderSpec.PackedCompressed packed -> new PackedEncoder(packed, firstUnit, decodeBack);
            case EncoderSpec.MarkedStream marked -> new MarkedStreamEncoder(marked, firstUnit, decodeBack);
        };
    }

    /** What decides the encoded bytes; empty where no codec is involved. */
    static String fingerprint(EncoderSpec spec) {
        return switch (spec) {
            case EncoderSpec.Identity identity -> "";
            case EncoderSpec.PackedPlain plain -> "";
            case EncoderSpec.PackedCompressed packed -> Codecs.fingerprint(packed.compression());
            case EncoderSpec.MarkedStream marked -> Codecs.fingerprint(marked.compression());
        };
    }
}
