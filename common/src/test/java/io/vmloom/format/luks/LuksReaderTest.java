package io.vmloom.format.luks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.check.CheckReport;
import io.vmloom.cipher.Secret;
import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.RequestException;
import io.vmloom.extent.DiskImage;
import io.vmloom.format.Detector;
import io.vmloom.format.ImagePolicy;
import io.vmloom.format.OpenOptions;
import io.vmloom.source.FileGate;
import io.vmloom.testing.Materializer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LuksReaderTest {
    private static final byte[] GUEST = guest();

    static Stream<LuksFixture> containers() {
        return Stream.of(LuksFixture.version1(GUEST), LuksFixture.version2(GUEST));
    }

    @ParameterizedTest
    @MethodSource("containers")
    void theRightKeyGivesTheGuest(LuksFixture container) {
        DiskImage image = open(container, LuksFixture.PASSPHRASE);

        assertThat(Materializer.bytes(image)).isEqualTo(GUEST);
        assertThat(Materializer.bytes(image, 1000)).isEqualTo(Arrays.copyOfRange(GUEST, 1000, GUEST.length));
        assertThat(image.details()).containsEntry("locked", "no");
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 1024, 2048, 4096})
    void sectorsOfVersion2MayBeLonger(int sectorBytes) {
        LuksFixture container = LuksFixture.version2(GUEST, sectorBytes, UnaryOperator.identity());

        assertThat(Materializer.bytes(open(container, LuksFixture.PASSPHRASE))).isEqualTo(GUEST);
    }

    @ParameterizedTest
    @MethodSource("containers")
    void anotherKeyIsRefusedWithAHint(LuksFixture container) {
        assertThatThrownBy(() -> open(container, LuksFixture.PASSPHRASE + "\n"))
                .isInstanceOfSatisfying(
                        ConversionException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_LOCKED))
                .hasMessageStartingWith("disk.luks: the key opens none of the 1 key slots in use")
                .hasMessageContaining("line break at the end")
                .hasMessageNotContaining(LuksFixture.PASSPHRASE);
    }

    @ParameterizedTest
    @MethodSource("containers")
    void withoutAKeyItIsSaidWhatItIsButNotWhatItHolds(LuksFixture container) {
        DiskImage image = Detector.open(container.source(), "auto", OpenOptions.DEFAULT);

        assertThat(image.format()).isEqualTo("luks");
        assertThat(image.virtualBytes()).isEqualTo(GUEST.length);
        assertThat(image.details().get("encryption")).contains("aes-xts-plain64, 512-bit key");
        assertThat(image.details()).containsKeys("key slots", "uuid").containsEntry("locked", "yes: no key was given");
        assertThat(Materializer.extents(image, 0)).hasSize(1);
        assertThatThrownBy(image::ciphers)
                .isInstanceOfSatisfying(
                        ConversionException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_LOCKED))
                .hasMessageContaining("--key");
    }

    @Test
    void theNewerOfTwoCopiesCounts() {
        LuksFixture container = LuksFixture.version2(GUEST);
        String json = container.json(4096);
        container.writeCopy(0, 4, json.replace("\"sector_size\":4096", "\"sector_size\":1"));
        container.writeCopy(LuksFixture.HEADER_BYTES, 5, json);

        assertThat(Materializer.bytes(open(container, LuksFixture.PASSPHRASE))).isEqualTo(GUEST);
    }

    @Test
    void aSpoiltFirstCopyIsReplacedByTheSecond() {
        LuksFixture container = LuksFixture.version2(GUEST);
        container.file[5000] ^= 1;

        assertThat(Materializer.bytes(open(container, LuksFixture.PASSPHRASE))).isEqualTo(GUEST);
    }

    @ParameterizedTest
    @MethodSource("containers")
    void itsMetadataIsCheckedWithoutTheKey(LuksFixture container) {
        CheckReport report = Detector.check(container.source(), "luks");

        assertThat(report.clean()).isTrue();
        assertThat(report.format()).isEqualTo("luks");
    }

    @Test
    void aSnapshotIsRefused() {
        assertThatThrownBy(
                        () -> new LuksReader().open(LuksFixture.version1(GUEST).source(), new OpenOptions("before")))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("LUKS container holds no snapshots");
    }

    private static DiskImage open(LuksFixture container, String passphrase) {
        Secret key = new Secret(passphrase.getBytes(StandardCharsets.US_ASCII));
        return Detector.open(
                container.source(),
                "luks",
                new OpenOptions("", FileGate.CLOSED, ImagePolicy.DEFAULT, Optional.of(key)));
    }

    private static byte[] guest() {
        byte[] guest = new byte[64 << 10];
        new SplittableRandom(1).nextBytes(guest);
        Arrays.fill(guest, 8192, 20_000, (byte) 0);
        return guest;
    }
}
