package io.vmloom.cli.matrix;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Few combinations that together hold every pair of values that can occur together. Greedy, and equal for a seed. */
final class Pairwise {
    private static final int CANDIDATES = 30;
    private static final int TRIES = 3000;

    /** What is combined. A choice has the number of a value for each factor. */
    interface Space {
        int factors();

        int values(int factor);

        /** Whether a choice makes sense as a whole. */
        boolean allows(int[] choice);

        /** Whether a factor has any effect in a choice. */
        boolean matters(int[] choice, int factor);
    }

    /** Of two factors, a value each. */
    record Pair(int factor, int value, int otherFactor, int otherValue) {
        boolean isIn(int[] choice, Space space) {
            return choice[factor] == value
                    && choice[otherFactor] == otherValue
                    && space.matters(choice, factor)
                    && space.matters(choice, otherFactor);
        }
    }

    private final Space space;
    private final RandomGenerator random;

    private Pairwise(Space space, long seed) {
        this.space = space;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** Pairs that no choice holds are left out. */
    static List<int[]> choices(Space space, long seed) {
        return new Pairwise(space, seed).choices();
    }

    /** All pairs of values, whether they can occur or not. */
    static Set<Pair> pairs(Space space) {
        Set<Pair> pairs = new LinkedHashSet<>();
        for (int factor = 0; factor < space.factors(); factor++) {
            for (int other = factor + 1; other < space.factors(); other++) {
                for (int value = 0; value < space.values(factor); value++) {
                    for (int otherValue = 0; otherValue < space.values(other); otherValue++) {
                        pairs.add(new Pair(factor, value, other, otherValue));
                    }
                }
            }
        }
        return pairs;
    }

    private List<int[]> choices() {
        List<int[]> choices = new ArrayList<>();
        Set<Pair> open = pairs(space);
        while (!open.isEmpty()) {
            Pair wanted = open.iterator().next();
            int[] best = best(wanted, open);
            open.remove(wanted);
            if (best.length > 0) {
                choices.add(best);
                open.removeIf(pair -> pair.isIn(best, space));
            }
        }
        return choices;
    }

    /** Of some choices that hold the wanted pair, the one with most open pairs; empty when there is none. */
    private int[] best(Pair wanted, Set<Pair> open) {
        int[] best = new int[0];
        long most = 0;
        int found = 0;
        for (int i = 0; i < TRIES && found < CANDIDATES; i++) {
            int[] candidate = choiceWith(wanted);
            if (space.allows(candidate) && wanted.isIn(candidate, space)) {
                found++;
                long covered = open.stream()
                        .filter(pair -> pair.isIn(candidate, space))
                        .count();
                if (covered > most) {
                    most = covered;
                    best = candidate;
                }
            }
        }
        return best;
    }

    private int[] choiceWith(Pair wanted) {
        int[] choice = new int[space.factors()];
        for (int factor = 0; factor < choice.length; factor++) {
            choice[factor] = random.nextInt(space.values(factor));
        }
        choice[wanted.factor()] = wanted.value();
        choice[wanted.otherFactor()] = wanted.otherValue();
        return choice;
    }
}
