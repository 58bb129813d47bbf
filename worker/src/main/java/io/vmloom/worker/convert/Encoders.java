package io.vmloom.worker.convert;

import io.vmloom.cipher.KeyWrap;
import io.vmloom.cipher.SealedCipher;
import io.vmloom.range.WorkRange;
import io.vmloom.task.EncoderSpec;

/** Chooses the encoder of a task. */
final class Encoders {
    private Encoders() {}

    /**
     * @param keys opens the key that the specification may carry
     * @param blocks for what is made, given back when it is released
     */
    static FragmentEncoder create(
            EncoderSpec spec, WorkRange range, boolean decodeBack, KeyWrap keys, BlockPool blocks) {
        long firstUnit = range.start().bytes() / spec.unitBytes();
        return switch (spec) {
            case EncoderSpec.Identity identity -> new IdentityEncoder(identity, firstUnit, blocks);
            case EncoderSpec.Streams streams -> new StreamsEncoder(streams, firstUnit, decodeBack, blocks);
            case EncoderSpec.PackedPlain plain -> new PlainEncoder(plain, firstUnit, blocks);
            case EncoderSpec.PackedCompressed packed ->
                new UnitAssembler(packed.unitBytes(), new PackedEncoder(packed, firstUnit, decodeBack, blocks));
            case EncoderSpec.MarkedStream marked ->
                new UnitAssembler(marked.unitBytes(), new MarkedStreamEncoder(marked, firstUnit, decodeBack, blocks));
            case EncoderSpec.Encrypted(EncoderSpec inside, SealedCipher cipher, long position) ->
                new EncryptingEncoder(
                        create(inside, range, decodeBack, keys, blocks),
                        keys.open(cipher),
                        position,
                        decodeBack,
                        blocks);
        };
    }
}
