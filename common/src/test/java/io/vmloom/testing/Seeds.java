package io.vmloom.testing;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Gives a {@link Seeded} test its sources of chance. */
final class Seeds implements ArgumentsProvider, AnnotationConsumer<Seeded> {
    private int count;

    @Override
    public void accept(Seeded seeded) {
        count = Integer.getInteger("vmloom.seeds", seeded.value());
    }

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        Long only = Long.getLong("vmloom.seed");
        LongStream seeds = only == null ? LongStream.range(0, count) : LongStream.of(only);
        return seeds.mapToObj(seed -> Arguments.of(Named.of("seed " + seed, new SplittableRandom(seed))));
    }
}
