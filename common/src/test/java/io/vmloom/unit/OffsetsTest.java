package io.vmloom.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OffsetsTest {
    static Stream<Arguments> spaces() {
        return Stream.of(
                Arguments.of("guest", (LongFunction<Object>) GuestOffset::new, (UnaryOperator<Object>)
                        offset -> ((GuestOffset) offset).plus(1)),
                Arguments.of("host", (LongFunction<Object>) HostOffset::new, (UnaryOperator<Object>)
                        offset -> ((HostOffset) offset).plus(1)),
                Arguments.of("target", (LongFunction<Object>) TargetOffset::new, (UnaryOperator<Object>)
                        offset -> ((TargetOffset) offset).plus(1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spaces")
    void anOffsetIsNeverNegativeAndNeverWrapsAround(
            String space, LongFunction<Object> at, UnaryOperator<Object> plusOne) {
        assertThat(at.apply(0x1ff)).hasToString(space + " 0x1ff");
        assertThat(plusOne.apply(at.apply(41))).isEqualTo(at.apply(42));
        assertThatThrownBy(() -> at.apply(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(space)
                .hasMessageContaining("-1");
        assertThatThrownBy(() -> plusOne.apply(at.apply(Long.MAX_VALUE))).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void offsetsAreOrderedByTheirBytes() {
        assertThat(new GuestOffset(1)).isLessThan(new GuestOffset(Long.MAX_VALUE));
        assertThat(new HostOffset(1)).isLessThan(new HostOffset(Long.MAX_VALUE));
        assertThat(new TargetOffset(1)).isLessThan(new TargetOffset(Long.MAX_VALUE));
    }

    @Test
    void goingBackBeforeTheStartIsRefused() {
        assertThatThrownBy(() -> new GuestOffset(4).plus(-5)).isInstanceOf(IllegalArgumentException.class);
    }
}
