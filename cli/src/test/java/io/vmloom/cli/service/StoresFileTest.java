package io.vmloom.cli.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.cli.config.Configuration;
import io.vmloom.error.RequestException;
import io.vmloom.store.s3.Addressing;
import io.vmloom.store.s3.PayloadSigning;
import io.vmloom.store.s3.S3Credentials;
import io.vmloom.store.s3.S3Endpoint;
import io.vmloom.store.s3.S3Settings;
import io.vmloom.store.s3.UploadChecksum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoresFileTest {
    private static final String SECRET = "4f1c-the-secret-of-the-archive";

    @TempDir
    private Path folder;

    @Test
    void theBucketChoosesTheStoreAndWhatNamesItBestWins() throws Exception {
        StoresOfBuckets buckets = read("""
                stores:
                  - {buckets: ["images-*"], endpoint: "http://one:1"}
                  - {buckets: ["images-new-*", archive], endpoint: "http://two:2"}
                  - {buckets: ["images-new-x"], endpoint: "http://three:3"}
                """);

        assertThat(endpoint(buckets.of("images-old"))).isEqualTo("http://one:1");
        assertThat(endpoint(buckets.of("images-new-y"))).isEqualTo("http://two:2");
        assertThat(endpoint(buckets.of("images-new-x"))).isEqualTo("http://three:3");
        assertThat(endpoint(buckets.of("archive"))).isEqualTo("http://two:2");
        assertThat(endpoint(buckets.of("archive-2"))).isEqualTo("http://usual:9000");
    }

    @Test
    void aStoreHasItsOwnSettingsAndNothingOfTheUsualOneButItsPatience() throws Exception {
        StoresOfBuckets buckets = read("""
                stores:
                  - buckets: [plain]
                    endpoint: http://plain
                  - buckets: [odd]
                    endpoint: http://odd
                    region: here
                    path-style: false
                    part-numbers: dense
                    checksum: md5
                    signing: whole
                """);

        S3Settings plain = buckets.of("plain");
        assertThat(plain.region()).isEqualTo("us-east-1");
        assertThat(plain.payloadSigning()).isEqualTo(PayloadSigning.WHOLE);
        assertThat(plain.credentials()).isEqualTo(new S3Credentials.DefaultChain());
        assertThat(plain.patience()).isEqualTo(buckets.usual().patience());
        S3Settings odd = buckets.of("odd");
        assertThat(odd.region()).isEqualTo("here");
        assertThat(odd.addressing()).isEqualTo(Addressing.VIRTUAL_HOST);
        assertThat(odd.uploadChecksum()).isEqualTo(UploadChecksum.MD5);
        assertThat(odd.capabilities().gapsInPartNumbers()).isFalse();
    }

    @Test
    void credentialsAreReadFromWhereTheyAreAndNeverPrinted() throws Exception {
        Files.writeString(folder.resolve("id"), "ARCHIVE\n");
        Files.writeString(folder.resolve("secret"), SECRET + "\n");

        StoresOfBuckets buckets = read("""
                stores:
                  - buckets: [archive]
                    endpoint: http://archive
                    credentials: {access-key-id: {file: "%1$s/id"}, secret-access-key: {file: "%1$s/secret"}}
                  - {buckets: [mine], endpoint: "http://mine", credentials: {profile: work}}
                  - buckets: [theirs]
                    region: eu-central-1
                    credentials: {assume-role: {arn: "arn:aws:iam::1:role/r", external-id: agreed}}
                """.formatted(folder));

        assertThat(buckets.of("archive").credentials()).isEqualTo(new S3Credentials.KeyPair("ARCHIVE", SECRET));
        assertThat(buckets.of("mine").credentials()).isEqualTo(new S3Credentials.Profile("work"));
        assertThat(buckets.of("theirs").credentials())
                .isEqualTo(new S3Credentials.AssumedRole("arn:aws:iam::1:role/r", Optional.of("agreed")));
        assertThat(buckets.toString()).contains("archive").doesNotContain(SECRET);
    }

    @Test
    void whatCanNotBeMeantIsRefusedWithItsPlace() throws Exception {
        refused("{buckets: [a], endpoint: ftp://a}", "the store of [a]", "S3 endpoint");
        refused("{buckets: [a], endpoint: http://a, signing: odd}", "the store of [a]", "VMLOOM_S3_SIGNING");
        refused("{buckets: ['a*b'], endpoint: http://a}", "one * at the end");
        refused("{buckets: [a, a], endpoint: http://a}", "another store has these buckets too");
        refused("{buckets: [a], endpoint: http://a, credentials: {}}", "one of a pair of keys, a profile");
        refused(
                "{buckets: [a], endpoint: http://a, credentials: {access-key-id: {env: NO_SUCH_VARIABLE}}}",
                "env:NO_SUCH_VARIABLE: this variable is not set");
        refused(
                "{buckets: [a], endpoint: http://a, credentials: {secret-access-key: {file: a, env: b}}}",
                "access-key-id must be {file: PATH} or {env: NAME}");
        // A secret that somebody wrote out is not repeated.
        assertThatThrownBy(() -> read("stores: [{buckets: [a], credentials: {secret-access-key: " + SECRET + "}}]"))
                .hasMessageContaining("docs/configuration.md")
                .hasMessageNotContaining(SECRET);
    }

    private void refused(String store, String... reasons) {
        assertThatThrownBy(() -> read("stores: [" + store + "]"))
                .isInstanceOf(RequestException.class)
                .hasMessageContainingAll(reasons);
    }

    private StoresOfBuckets read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("stores.yaml"), text);
        return Connections.buckets(Configuration.load(
                Optional.empty(),
                Map.of(
                        "VMLOOM_STORES_FILE", file.toString(),
                        "VMLOOM_S3_ENDPOINT", "http://usual:9000",
                        "VMLOOM_S3_REGION", "usual",
                        "VMLOOM_S3_SIGNING", "chunked",
                        "VMLOOM_S3_PATIENCE", "7s")));
    }

    private static String endpoint(S3Settings settings) {
        return ((S3Endpoint.At) settings.endpoint()).uri().toString();
    }
}
