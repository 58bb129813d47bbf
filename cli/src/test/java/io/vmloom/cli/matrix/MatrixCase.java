package io.vmloom.cli.matrix;

import io.vmloom.cli.testing.Guest;
import io.vmloom.unit.ByteSize;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/** One combination of the matrix; what has no effect in it has its first value. */
record MatrixCase(
        Guest guest,
        SourceKind source,
        SourceKind.Coding sourceCoding,
        int sourceClusterBytes,
        TargetKind target,
        int targetClusterBytes,
        TargetKind.Level level,
        String verify,
        int workers,
        Engine engine) {
    /** What has images converted. */
    enum Engine {
        COMMAND_ON_FILES,
        OBJECTS_OF_A_BUCKET,
        OBJECTS_AND_KAFKA
    }

    private static final List<String> VERIFY = List.of("digest", "none", "full");
    private static final List<Integer> WORKERS = List.of(1, 2, 4);

    /**
     * The combinations as numbers.
     *
     * @param sourceClusters sizes in bytes
     * @param targetClusters sizes in bytes
     */
    record Space(List<Integer> sourceClusters, List<Integer> targetClusters) implements Pairwise.Space {
        /** Sizes that stand for their neighbours. */
        static final Space CHOSEN = new Space(
                List.of(512, 2 << 10, 16 << 10, 64 << 10, 256 << 10, 2 << 20),
                List.of(4 << 10, 8 << 10, 64 << 10, 256 << 10, 2 << 20));

        /** Every size that there is. */
        static final Space ALL = new Space(powersOfTwo(512), powersOfTwo(4 << 10));

        private static List<Integer> powersOfTwo(int from) {
            return IntStream.iterate(from, bytes -> bytes <= 2 << 20, bytes -> bytes * 2)
                    .boxed()
                    .toList();
        }

        MatrixCase of(int[] choice) {
            return new MatrixCase(
                    Guest.values()[Factor.GUEST.in(choice)],
                    SourceKind.values()[Factor.SOURCE.in(choice)],
                    SourceKind.Coding.values()[Factor.SOURCE_CODING.in(choice)],
                    sourceClusters.get(Factor.SOURCE_CLUSTER.in(choice)),
                    TargetKind.values()[Factor.TARGET.in(choice)],
                    targetClusters.get(Factor.TARGET_CLUSTER.in(choice)),
                    TargetKind.Level.values()[Factor.LEVEL.in(choice)],
                    VERIFY.get(Factor.VERIFY.in(choice)),
                    WORKERS.get(Factor.WORKERS.in(choice)),
                    Engine.values()[Factor.ENGINE.in(choice)]);
        }

        @Override
        public int factors() {
            return Factor.values().length;
        }

        @Override
        public int values(int factor) {
            return switch (Factor.values()[factor]) {
                case GUEST -> Guest.values().length;
                case SOURCE -> SourceKind.values().length;
                case SOURCE_CODING -> SourceKind.Coding.values().length;
                case SOURCE_CLUSTER -> sourceClusters.size();
                case TARGET -> TargetKind.values().length;
                case TARGET_CLUSTER -> targetClusters.size();
                case LEVEL -> TargetKind.Level.values().length;
                case VERIFY -> VERIFY.size();
                case WORKERS -> WORKERS.size();
                case ENGINE -> Engine.values().length;
            };
        }

        @Override
        public boolean allows(int[] choice) {
            return of(choice).makesSense();
        }

        @Override
        public boolean matters(int[] choice, int factor) {
            return of(choice).matters(Factor.values()[factor]);
        }
    }

    private enum Factor {
        GUEST,
        SOURCE,
        SOURCE_CODING,
        SOURCE_CLUSTER,
        TARGET,
        TARGET_CLUSTER,
        LEVEL,
        VERIFY,
        WORKERS,
        ENGINE;

        private int in(int[] choice) {
            return choice[ordinal()];
        }
    }

    /** Few cases in which every pair of values occurs. */
    static List<MatrixCase> pairwise(long seed) {
        return Pairwise.choices(Space.CHOSEN, seed).stream()
                .map(Space.CHOSEN::of)
                .toList();
    }

    /** Every guest in every kind of source to every kind of target; the rest changes from one to the next. */
    static List<MatrixCase> product() {
        return new Product().cases();
    }

    private boolean makesSense() {
        boolean gigabytesOfZerosStored = guest == Guest.SEVERAL_GIB
                && engine != Engine.COMMAND_ON_FILES
                && (source.storesZeros() || target.storesZeros());
        boolean gigabytesOfHolesRead = guest == Guest.SEVERAL_GIB && (source.hidesHoles() || target.hidesHoles());
        boolean takesMinutes =
                guest == Guest.SEVERAL_RANGES && level == TargetKind.Level.HIGHEST && target.isCompressed();
        boolean impossible = guest == Guest.EMPTY && !(source.holdsEmptyDisks() && target.holdsEmptyDisks());
        return !gigabytesOfZerosStored
                && !gigabytesOfHolesRead
                && !takesMinutes
                && !impossible
                && (!source.isQcow2() || sourceCoding.allows(sourceClusterBytes))
                && target.allows(targetClusterBytes);
    }

    private boolean matters(Factor factor) {
        return switch (factor) {
            case SOURCE_CODING, SOURCE_CLUSTER -> source.isQcow2();
            case TARGET_CLUSTER -> target.isQcow2();
            case LEVEL -> target.isCompressed();
            case GUEST, SOURCE, TARGET, VERIFY, WORKERS, ENGINE -> true;
        };
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(" ");
        text.add(guest.name()).add("in").add(source.name());
        if (source.isQcow2()) {
            text.add(sourceCoding.name()).add(ByteSize.format(sourceClusterBytes));
        }
        text.add("to").add(target.name());
        if (target.isQcow2()) {
            text.add(ByteSize.format(targetClusterBytes));
        }
        if (target.isCompressed()) {
            text.add("level").add(level.name());
        }
        return text.add("verify")
                .add(verify)
                .add("workers")
                .add(String.valueOf(workers))
                .add(engine.name())
                .toString();
    }

    /** Counts through the choices. */
    private static final class Product {
        private static final List<Factor> TURNING = List.of(Factor.VERIFY, Factor.WORKERS, Factor.ENGINE);

        private final Set<MatrixCase> cases = new LinkedHashSet<>();
        private final int[] choice = new int[Factor.values().length];

        private List<MatrixCase> cases() {
            choose(0);
            return List.copyOf(cases);
        }

        private void choose(int factor) {
            if (factor == TURNING.getFirst().ordinal()) {
                add();
                return;
            }
            for (int value = 0; value < Space.ALL.values(factor); value++) {
                choice[factor] = value;
                if (value == 0 || Space.ALL.matters(choice, factor)) {
                    choose(factor + 1);
                }
            }
            choice[factor] = 0;
        }

        private void add() {
            int turn = cases.size();
            for (Factor factor : TURNING) {
                int values = Space.ALL.values(factor.ordinal());
                choice[factor.ordinal()] = turn % values;
                turn /= values;
            }
            if (Space.ALL.allows(choice)) {
                cases.add(Space.ALL.of(choice));
            }
        }
    }
}
