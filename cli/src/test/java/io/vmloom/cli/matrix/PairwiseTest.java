package io.vmloom.cli.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairwiseTest {
    private record Plain(int... sizes) implements Pairwise.Space {
        @Override
        public int factors() {
            return sizes.length;
        }

        @Override
        public int values(int factor) {
            return sizes[factor];
        }

        @Override
        public boolean allows(int[] choice) {
            return choice[0] != 1 || choice[1] != 1;
        }

        @Override
        public boolean matters(int[] choice, int factor) {
            return factor != 2 || choice[0] == 0;
        }
    }

    private final Plain space = new Plain(3, 4, 5, 6);

    @Test
    void everyPairThatCanOccurIsThere() {
        List<int[]> choices = Pairwise.choices(space, 1);

        assertThat(choices).allMatch(space::allows);
        assertThat(Pairwise.pairs(space))
                .allSatisfy(pair -> assertThat(choices.stream().anyMatch(choice -> pair.isIn(choice, space)))
                        .as(pair.toString())
                        .isEqualTo(canOccur(pair)));
    }

    @Test
    void theyAreFarFewerThanAllCombinations() {
        assertThat(Pairwise.choices(space, 1)).hasSizeLessThan(60).hasSizeGreaterThanOrEqualTo(30);
    }

    @Test
    void aSeedGivesTheSameChoices() {
        assertThat(Pairwise.choices(space, 7).stream().map(Arrays::toString))
                .isEqualTo(Pairwise.choices(space, 7).stream()
                        .map(Arrays::toString)
                        .toList());
    }

    private static boolean canOccur(Pairwise.Pair pair) {
        boolean refused = pair.equals(new Pairwise.Pair(0, 1, 1, 1));
        boolean withoutEffect = pair.factor() == 0 && pair.value() != 0 && pair.otherFactor() == 2;
        return !refused && !withoutEffect;
    }
}
