package io.vmloom.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostSpaceTest {
    private record Claim(long offset, long lengthBytes) {}

    @Test
    void neighboursDoNotOverlapEvenInsideASector() {
        CheckReport report = check(100, List.of(new Claim(0, 50), new Claim(50, 50)), 1000, 1000);

        assertThat(report.clean()).isTrue();
    }

    @Test
    void anOverlapNamesBothOwners() {
        CheckReport report = check(100, List.of(new Claim(0, 50), new Claim(49, 51)), 1000, 1000);

        assertThat(report.first())
                .containsExactly(new Finding(Severity.ERROR, 49, "claim 0x0 and claim 0x1 lie over each other"));
    }

    @Test
    void aClaimThatLeavesTheFileCountsInsideOnly() {
        CheckReport report =
                check(10, List.of(new Claim(0, Long.MAX_VALUE), new Claim(10, 5), new Claim(-1, 1)), 1000, 1000);

        assertThat(report.clean()).isTrue();
    }

    @Test
    void moreClaimsThanThereIsRoomForAreReportedWithoutHoldingThem() {
        List<Claim> claims = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            claims.add(new Claim(7, 1));
        }

        CheckReport report = check(64 << 10, claims, 64 << 10, 100);

        assertThat(report.first())
                .containsExactly(new Finding(Severity.ERROR, 0, "more than 100 structures lie in 32.0 KiB"));
    }

    @Test
    void overlapsThatAreTooManyToListAreCounted() {
        List<Claim> claims = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            claims.add(new Claim(0, 100));
        }

        CheckReport report = check(100, claims, 1000, 10000);

        assertThat(report.errors()).isEqualTo(4999);
        assertThat(report.first()).hasSize(1000);
    }

    @Test
    @Timeout(60)
    void anEmptyExbibyteIsNotWalkedWindowByWindow() {
        List<Claim> claims = List.of(new Claim(3, 1), new Claim(1L << 60, 2), new Claim((1L << 60) + 1, 2));

        CheckReport report = check(Long.MAX_VALUE, claims, 64, 100);

        assertThat(report.first())
                .containsExactly(
                        new Finding(Severity.ERROR, (1L << 60) + 1, "claim 0x1 and claim 0x2 lie over each other"));
    }

    /** Windows and their splitting change nothing but memory. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyWindowFindsTheSameBytes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Claim> claims = new ArrayList<>();
        int[] owners = new int[300];
        for (int i = 0; i < 4 + seed * 5; i++) {
            Claim claim = new Claim(random.nextInt(290), 1 + random.nextInt(10));
            claims.add(claim);
            for (long offset = claim.offset(); offset < claim.offset() + claim.lengthBytes(); offset++) {
                owners[(int) offset]++;
            }
        }
        boolean overlapping = Arrays.stream(owners).anyMatch(count -> count > 1);

        for (long window : new long[] {1, 7, 64, 1000}) {
            CheckReport report = check(300, claims, window, 50);

            assertThat(report.errors() > 0).isEqualTo(overlapping);
        }
    }

    private static CheckReport check(long fileBytes, List<Claim> claims, long windowBytes, int maxClaims) {
        Findings findings = new Findings();
        Consumer<ClaimVisitor> walk = visitor -> {
            for (int i = 0; i < claims.size(); i++) {
                visitor.claim("claim", i, claims.get(i).offset(), claims.get(i).lengthBytes());
            }
        };
        new HostSpace(fileBytes, walk, windowBytes, maxClaims).check(findings);
        return findings.report("test");
    }
}
