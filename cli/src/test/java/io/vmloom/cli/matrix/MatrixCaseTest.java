package io.vmloom.cli.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MatrixCaseTest {
    private final List<MatrixCase> cases = MatrixCase.pairwise(ConversionMatrixTest.SEED);

    @Test
    void everyKindOfSourceBecomesEveryKindOfTarget() {
        assertThat(cases)
                .extracting(one -> one.source() + " to " + one.target())
                .containsAll(pairs(SourceKind.values(), " to ", TargetKind.values()));
    }

    @Test
    void everyEngineReadsAndWritesEveryKind() {
        assertThat(cases)
                .extracting(one -> one.source() + " by " + one.engine())
                .containsAll(pairs(SourceKind.values(), " by ", MatrixCase.Engine.values()));
        assertThat(cases)
                .extracting(one -> one.target() + " by " + one.engine())
                .containsAll(pairs(TargetKind.values(), " by ", MatrixCase.Engine.values()));
    }

    private static <A, B> List<String> pairs(A[] ones, String between, B[] others) {
        return Arrays.stream(ones)
                .flatMap(one -> Stream.of(others).map(other -> one + between + other))
                .toList();
    }
}
