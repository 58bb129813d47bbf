package io.vmloom.format.luks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vmloom.cipher.Secret;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.ImageException;
import io.vmloom.extent.DiskImage;
import io.vmloom.format.ImagePolicy;
import io.vmloom.format.OpenOptions;
import io.vmloom.source.FileGate;
import io.vmloom.testing.HostileFiles;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HostileLuksTest {
    private static final byte[] GUEST = new byte[8192];
    private static final Secret KEY = new Secret(LuksFixture.PASSPHRASE.getBytes(StandardCharsets.US_ASCII));

    static Stream<Arguments> firstVersion() {
        return Stream.of(
                damage(ErrorCode.IMAGE_UNSUPPORTED, "LUKS of version 3", f -> f.putShort(6, (short) 3)),
                damage(ErrorCode.IMAGE_UNSUPPORTED, "its cipher is 'serpent-xts-plain64'", f -> text(f, 8, "serpent")),
                damage(ErrorCode.IMAGE_UNSUPPORTED, "its cipher is 'aes-ecb'", f -> text(f, 40, "ecb")),
                damage(ErrorCode.IMAGE_UNSUPPORTED, "its hash is 'whirlpool'", f -> text(f, 72, "whirlpool")),
                damage(ErrorCode.IMAGE_UNSUPPORTED, "its header is detached", f -> f.putInt(104, 0)),
                damage(ErrorCode.IMAGE_INVALID, "hold the data from offset", f -> f.putInt(104, -1)),
                damage(ErrorCode.IMAGE_INVALID, "can not have 4294967295 bytes", f -> f.putInt(108, -1)),
                damage(ErrorCode.IMAGE_INVALID, "can not have 16 bytes", f -> f.putInt(108, 16)),
                damage(ErrorCode.IMAGE_INVALID, "iterations must be 1", f -> f.putInt(164, 0)),
                damage(ErrorCode.IMAGE_UNSAFE, "150000000 rounds", f -> f.putInt(164, -1)),
                damage(ErrorCode.IMAGE_INVALID, "key slot 0 must be enabled", f -> f.putInt(208, 1)),
                damage(ErrorCode.IMAGE_INVALID, "iterations must be 1", f -> f.putInt(260, 0)),
                damage(ErrorCode.IMAGE_UNSAFE, "key slot 1 asks for pbkdf2-sha256", f -> f.putInt(260, -1)),
                damage(ErrorCode.IMAGE_INVALID, "key slot 1 of 512 bytes must lie", f -> f.putInt(296, -1)),
                damage(ErrorCode.IMAGE_INVALID, "stripes of a key slot must be 1", f -> f.putInt(300, 0)),
                damage(ErrorCode.IMAGE_INVALID, "16000, got: 4294967295", f -> f.putInt(300, -1)),
                damage(ErrorCode.IMAGE_LOCKED, "opens none of the 0", f -> f.putInt(256, 0xdead)));
    }

    @ParameterizedTest
    @MethodSource("firstVersion")
    void aSpoiltFieldOfVersion1IsRefused(ErrorCode code, String reason, Consumer<ByteBuffer> change) {
        LuksFixture container = LuksFixture.version1(GUEST);
        change.accept(ByteBuffer.wrap(container.file));

        assertRefused(container, code, reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "sector_size":4096        | "sector_size":513               | IMAGE_INVALID     | sector_size must be 512
            "size":"dynamic"          | "size":"999999999"              | IMAGE_INVALID     | 999999999 bytes
            "size":"dynamic"          | "size":"-1"                     | IMAGE_INVALID     | .segments.0.size must be a whole
            "offset":"49152"          | "offset":"0"                    | IMAGE_UNSUPPORTED | its header is detached
            "offset":"49152"          | "offset":"9223372036854775807"  | IMAGE_INVALID     | hold the data from
            "offset":"49152"          | "offset":49152                  | IMAGE_INVALID     | .segments.0.offset must be text
            "offset":"32768"          | "offset":"9223372036854775807"  | IMAGE_INVALID     | key slot 0 of 512 bytes must lie
            "size":"4096"             | "size":"100"                    | IMAGE_INVALID     | .size must hold the 512 bytes
            "type":"crypt"            | "type":"linear"                 | IMAGE_UNSUPPORTED | segment is of type 'linear'
            "iv_tweak":"8"            | "iv_tweak":"8","integrity":{"type":"hmac(sha256)"} | IMAGE_UNSUPPORTED | hmac(sha256)
            "type":"luks2"            | "type":"reencrypt"              | IMAGE_UNSUPPORTED | key slot is of type 'reencrypt'
            "key_size":64,"af"        | "key_size":0,"af"               | IMAGE_INVALID     | key_size must be 1 to 64, got: 0
            "key_size":64,"af"        | "key_size":17,"af"              | IMAGE_INVALID     | can not have 17 bytes
            "key_size":64}            | "key_size":65}                  | IMAGE_INVALID     | can not have 65 bytes
            "stripes":4               | "stripes":2147483647            | IMAGE_INVALID     | stripes of a key slot
            "hash":"sha256"}          | "hash":"crc32"}                 | IMAGE_UNSUPPORTED | its hash is 'crc32'
            "memory":64               | "memory":1048577                | IMAGE_UNSAFE      | 1.0 GiB of memory
            "memory":64               | "memory":8                      | IMAGE_INVALID     | at least 8 KiB for each of 2
            "memory":64               | "memory":4294967296             | IMAGE_INVALID     | at most 31 bits
            "time":1                  | "time":2147483647               | IMAGE_UNSAFE      | argon2id, 2147483647 passes
            "cpus":2                  | "cpus":256                      | IMAGE_INVALID     | cpus must be 1 to 255
            argon2id                  | scrypt                          | IMAGE_UNSUPPORTED | derivation is 'scrypt'
            "iterations":1000         | "iterations":0                  | IMAGE_INVALID     | iterations must be 1
            "iterations":1000         | "iterations":2147483647         | IMAGE_UNSAFE      | the digest of the key asks for
            "digest":"                | "digest":"!                     | IMAGE_INVALID     | .digest must be base64
            "keyslots":["0"]          | "keyslots":["7"]                | IMAGE_INVALID     | key slot '7', which is not there
            "keyslots":["0"]          | "keyslots":[]                   | IMAGE_UNSUPPORTED | no key slot is in use
            "segments":["0"]          | "segments":["1"]                | IMAGE_INVALID     | has none for segment 0
            "json_size":"12288"       | "requirements":{"mandatory":["online-reencrypt-v2"]} | IMAGE_UNSUPPORTED | online-reencrypt-v2
            "config":{                | "config":[{                     | IMAGE_INVALID     | can not be read
            "config":                 | "segments":                     | IMAGE_INVALID     | can not be read
            """)
    void aSpoiltFieldOfVersion2IsRefused(String good, String bad, ErrorCode code, String reason) {
        assertRefused(
                LuksFixture.version2(GUEST, 4096, json -> {
                    assertThat(json).contains(good);
                    return json.replace(good, bad);
                }),
                code,
                reason);
    }

    @Test
    void jsonThatIsDeepOrEndlessIsRefused() {
        assertRefused(
                LuksFixture.version2(GUEST, 4096, json -> "[".repeat(5000)),
                ErrorCode.IMAGE_INVALID,
                "can not be read");
        assertRefused(LuksFixture.version2(GUEST, 4096, json -> " ".repeat(12_288)), ErrorCode.IMAGE_INVALID, "JSON");
        assertRefused(LuksFixture.version2(GUEST, 4096, json -> "[]"), ErrorCode.IMAGE_INVALID, "must be an object");
    }

    @Test
    void twoSpoiltCopiesAreRefused() {
        LuksFixture container = LuksFixture.version2(GUEST);
        container.file[5000] ^= 1;
        container.file[LuksFixture.HEADER_BYTES + 5000] ^= 1;

        assertRefused(container, ErrorCode.IMAGE_INVALID, "neither copy of the header");
    }

    @Test
    void cutFilesAreRefusedUpToTheData() {
        byte[] file = LuksFixture.version1(GUEST).file;
        byte[] head = Arrays.copyOf(file, 1024);

        assertThat(HostileFiles.refusedCuts(new LuksReader(), head)).isEqualTo(1024);
    }

    @Test
    void randomDamageNeverLeavesTheFile() {
        HostileFiles.damage(new LuksReader(), LuksFixture.version1(GUEST).file, 592, 500, 1);
        HostileFiles.damage(new LuksReader(), LuksFixture.version2(GUEST).file, 6000, 500, 2);
    }

    private static void assertRefused(LuksFixture container, ErrorCode code, String reason) {
        OpenOptions options = new OpenOptions("", FileGate.CLOSED, ImagePolicy.DEFAULT, Optional.of(KEY));
        assertThatThrownBy(() -> {
                    DiskImage image = new LuksReader().open(container.source(), options);
                    image.ciphers();
                })
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageStartingWith("disk.luks")
                .hasMessageContaining(reason);
    }

    private static Arguments damage(ErrorCode code, String reason, Consumer<ByteBuffer> change) {
        return arguments(code, reason, change);
    }

    private static void text(ByteBuffer file, int at, String text) {
        file.put(at, new byte[32]).put(at, text.getBytes(StandardCharsets.US_ASCII));
    }
}
