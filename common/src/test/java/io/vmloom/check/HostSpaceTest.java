package io.vmloom.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostSpaceTest {
    private static final int SECTOR = 512;

    private record Claim(long sector, long sectors) {}

    @Test
    void neighboursDoNotOverlap() {
        CheckReport report = check(100, List.of(new Claim(0, 50), new Claim(50, 50)), 1000, 1000);

        assertThat(report.clean()).isTrue();
    }

    @Test
    void anOverlapNamesBothOwners() {
        CheckReport report = check(100, List.of(new Claim(0, 50), new Claim(49, 51)), 1000, 1000);

        assertThat(report.first())
                .containsExactly(
                        new Finding(Severity.ERROR, 49 * SECTOR, "claim 0x0 and claim 0x1 lie over each other"));
    }

    @Test
    void whatBelongsToNothingIsALeak() {
        CheckReport report = check(100, List.of(new Claim(10, 10), new Claim(30, 60)), 1000, 1000);

        assertThat(report.leaks()).isEqualTo(3);
        assertThat(report.leakedBytes()).isEqualTo((10 + 10 + 10) * SECTOR);
    }

    @Test
    void aClaimThatLeavesTheFileCountsInsideOnly() {
        CheckReport report = check(
                10, List.of(new Claim(0, Long.MAX_VALUE / SECTOR), new Claim(10, 5), new Claim(-1, 1)), 1000, 1000);

        assertThat(report.clean()).isTrue();
    }

    @Test
    void moreClaimsThanSectorsAreReportedWithoutHoldingThem() {
        List<Claim> claims = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            claims.add(new Claim(7, 1));
        }

        CheckReport report = check(64, claims, 64, 100);

        assertThat(report.first())
                .containsExactly(
                        new Finding(Severity.ERROR, 0, "more than 100 structures lie in the 64 sectors from here on"));
    }

    @Test
    void anEmptyExbibyteIsNotWalkedWindowByWindow() {
        List<Claim> claims = List.of(new Claim(3, 1), new Claim(1L << 51, 2));

        CheckReport report = check(1L << 52, claims, 64, 100);

        assertThat(report.errors()).isZero();
        assertThat(report.leakedBytes()).isEqualTo(((1L << 52) - 3) * SECTOR);
    }

    /** Windows and their splitting change nothing but memory. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyWindowFindsTheSameSectors(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Claim> claims = new ArrayList<>();
        int[] owners = new int[300];
        for (int i = 0; i < 40; i++) {
            Claim claim = new Claim(random.nextInt(290), 1 + random.nextInt(10));
            claims.add(claim);
            for (long sector = claim.sector(); sector < claim.sector() + claim.sectors(); sector++) {
                owners[(int) sector]++;
            }
        }
        long unowned =
                java.util.Arrays.stream(owners).filter(count -> count == 0).count();
        boolean overlapping = java.util.Arrays.stream(owners).anyMatch(count -> count > 1);

        for (long window : new long[] {1, 7, 64, 1000}) {
            CheckReport report = check(300, claims, window, 41);

            assertThat(report.leakedBytes()).isEqualTo(unowned * SECTOR);
            assertThat(report.errors() > 0).isEqualTo(overlapping);
        }
    }

    private static CheckReport check(long sectors, List<Claim> claims, long windowSectors, int maxClaims) {
        Findings findings = new Findings();
        Consumer<ClaimVisitor> walk = visitor -> {
            for (int i = 0; i < claims.size(); i++) {
                Claim claim = claims.get(i);
                visitor.claim("claim", i, claim.sector() * SECTOR, claim.sectors() * SECTOR);
            }
        };
        new HostSpace(sectors * SECTOR, walk, windowSectors, maxClaims).check(findings, true);
        return findings.report("test");
    }
}
