package io.vmloom.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.testing.Seeded;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuestDigestTest {
    private static final String ZERO_ROOT = "0".repeat(64);

    @Seeded(100)
    void anyGuestHasTheDigestOfTheDefinition(SplittableRandom random) {
        byte[] guest = DigestGuests.random(random);

        assertThat(DigestGuests.digest(guest)).hasToString(ReferenceDigest.of(guest));
    }

    /** Never change these: digests are published, and compared with those of other versions. */
    @Test
    void knownGuestsHaveKnownDigests() {
        byte[] one = new byte[1];
        one[0] = 1;
        byte[] threeLeaves = new byte[3 * 65536];
        Arrays.fill(threeLeaves, 0, 65536, (byte) 'a');
        Arrays.fill(threeLeaves, 2 * 65536, 3 * 65536, (byte) 'b');

        assertThat(DigestGuests.digest(new byte[0])).hasToString("vg1:0:" + ZERO_ROOT);
        assertThat(DigestGuests.digest(new byte[1_000_000])).hasToString("vg1:1000000:" + ZERO_ROOT);
        assertThat(DigestGuests.digest(one))
                .hasToString("vg1:1:2eaaae9e4a3b5267adcb5a2bb3049a4f79dbdefaa8fe7d346159056f5eebcf36");
        assertThat(DigestGuests.digest(threeLeaves))
                .hasToString("vg1:196608:d8c65bdaa3b9b8772c23fb0e0324f2f9aeb8b568348418d2a7e6e4b62312e994");
    }

    @Seeded(100)
    void trailingZerosChangeTheLengthOnly(SplittableRandom random) {
        byte[] guest = DigestGuests.random(random);
        byte[] grown = Arrays.copyOf(guest, guest.length + random.nextInt(1, 10 * GuestDigest.LEAF_BYTES));

        GuestDigest before = DigestGuests.digest(guest);
        GuestDigest after = DigestGuests.digest(grown);

        assertThat(after.sameContent(before)).isTrue();
        assertThat(after.lengthBytes()).isEqualTo(grown.length);
    }

    @Seeded(100)
    void anyOtherByteChangesTheRoot(SplittableRandom random) {
        byte[] guest = DigestGuests.random(random);
        GuestDigest before = DigestGuests.digest(guest);
        guest[random.nextInt(guest.length)] ^= (byte) (1 << random.nextInt(8));

        assertThat(DigestGuests.digest(guest).sameContent(before)).isFalse();
    }

    /** A tree without prefixes would let a guest be made of the nodes of another. */
    @Test
    void aGuestOfNodesIsNotTheGuestAboveThem() {
        byte[] guest = new byte[2 * 65536];
        new SplittableRandom(1).nextBytes(guest);
        RangeDigest left = new RangeDigest(0);
        left.update(guest, 0, 65536);
        RangeDigest right = new RangeDigest(65536);
        right.update(guest, 65536, 65536);
        byte[] nodes = new byte[64];
        System.arraycopy(left.finish().getFirst().node().toBytes(), 0, nodes, 0, 32);
        System.arraycopy(right.finish().getFirst().node().toBytes(), 0, nodes, 32, 32);

        assertThat(DigestGuests.digest(nodes).sameContent(DigestGuests.digest(guest)))
                .isFalse();
    }

    @Seeded(50)
    void thePublishedFormIsReadBack(SplittableRandom random) {
        byte[] hash = new byte[32];
        random.nextBytes(hash);
        GuestDigest digest = new GuestDigest(random.nextLong() >>> random.nextInt(1, 64), Node.of(hash));

        assertThat(GuestDigest.parse(digest.toString())).isEqualTo(digest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "vg1",
                "vg2:1:0000000000000000000000000000000000000000000000000000000000000000",
                "vg1:-1:0000000000000000000000000000000000000000000000000000000000000000",
                "vg1:1:000000000000000000000000000000000000000000000000000000000000000",
                "vg1:1:000000000000000000000000000000000000000000000000000000000000000G",
                "vg1:1:000000000000000000000000000000000000000000000000000000000000000A",
                "vg1:9999999999999999999:0000000000000000000000000000000000000000000000000000000000000000",
                " vg1:1:0000000000000000000000000000000000000000000000000000000000000000"
            })
    void anythingElseIsRefusedAndQuoted(String text) {
        assertThatThrownBy(() -> GuestDigest.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a guest digest: '" + text + "'");
    }

    @Test
    void aNegativeLengthIsRefused() {
        assertThatThrownBy(() -> new GuestDigest(-1, Node.ZERO)).hasMessageContaining("got: -1");
    }
}
