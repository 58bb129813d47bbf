package io.vmloom.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import io.vmloom.store.Location;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Roles and profiles; the AWS SDK is told of the world by properties of this JVM. */
@Isolated
class S3CredentialsTest {
    private static final Location.InBucket DISK = new Location.InBucket("images", "disk.qcow2");
    private static final String ROLE = "arn:aws:iam::123456789012:role/images";

    private final ScriptedS3 tokens = new ScriptedS3();
    private final ScriptedS3 server = new ScriptedS3();
    private final Map<String, Optional<String>> before = new HashMap<>();

    @AfterEach
    void stop() {
        before.forEach((name, value) ->
                value.ifPresentOrElse(text -> System.setProperty(name, text), () -> System.clearProperty(name)));
        server.close();
        tokens.close();
    }

    @Test
    void aRoleIsTakenOnOnceAndSignsEveryRequest() {
        property("aws.accessKeyId", "OURSELVES");
        property("aws.secretAccessKey", "secret-of-ourselves");
        property(
                "aws.endpointUrlSts",
                ((S3Endpoint.At) tokens.settings().endpoint()).uri().toString());
        tokens.script(ScriptedS3.xml("""
                <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
                <AccessKeyId>ROLEKEY</AccessKeyId><SecretAccessKey>secret-of-the-role</SecretAccessKey>
                <SessionToken>session-token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>
                </Credentials></AssumeRoleResult></AssumeRoleResponse>"""));
        server.script(ScriptedS3.bare(200, Map.of("ETag", "\"e\"", "Content-Length", "0")));
        S3Settings settings = server.settings()
                .withCredentials(new S3Credentials.AssumedRole(ROLE, Optional.of("what they agreed on")));

        try (S3ObjectStore store = S3ObjectStore.open(settings)) {
            store.head(DISK);
            store.head(DISK);
        }

        assertThat(tokens.asked()).hasSize(1);
        assertThat(new String(tokens.asked().getFirst().body(), UTF_8))
                .contains("Action=AssumeRole", "ExternalId=what", "role%2Fimages");
        assertThat(tokens.asked().getFirst().header("authorization")).contains("Credential=OURSELVES/");
        assertThat(server.asked()).hasSize(2).allSatisfy(asked -> {
            assertThat(asked.header("authorization")).contains("Credential=ROLEKEY/");
            assertThat(asked.header("x-amz-security-token")).isEqualTo("session-token");
        });
    }

    @Test
    void aRoleThatMustNotBeTakenOnIsDeniedAccess() {
        property("aws.accessKeyId", "OURSELVES");
        property("aws.secretAccessKey", "secret-of-ourselves");
        property(
                "aws.endpointUrlSts",
                ((S3Endpoint.At) tokens.settings().endpoint()).uri().toString());
        tokens.script(ScriptedS3.answer(
                403,
                Map.of("Content-Type", "text/xml"),
                "<ErrorResponse><Error><Code>AccessDenied</Code><Message>not you</Message></Error></ErrorResponse>"
                        .getBytes(UTF_8)));

        assertDenied(new S3Credentials.AssumedRole(ROLE, Optional.empty()), "AccessDenied: not you");
    }

    @Test
    void aProfileThatIsNotThereIsDeniedAccess() {
        assertDenied(new S3Credentials.Profile("no-such-profile"), "no-such-profile");
    }

    private void assertDenied(S3Credentials credentials, String reason) {
        try (S3ObjectStore store = S3ObjectStore.open(server.settings().withCredentials(credentials))) {
            assertThatExceptionOfType(ConversionException.class)
                    .isThrownBy(() -> store.head(DISK))
                    .withMessageContaining(reason)
                    .extracting(ConversionException::code)
                    .isEqualTo(ErrorCode.ACCESS_DENIED);
        }
        assertThat(server.asked()).isEmpty();
    }

    private void property(String name, String value) {
        before.put(name, Optional.ofNullable(System.setProperty(name, value)));
    }
}
