package io.vmloom.coordinator.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.RequestException;
import io.vmloom.error.StoreException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a provider of its own, whose keys are fetched over HTTP. */
class JwtAuthenticatorTest {
    private static final String ISSUER = "https://id.example/";
    private static final String AUDIENCE = "vmloom";

    private final AtomicInteger fetches = new AtomicInteger();
    private final EllipticCurveJsonWebKey key = newKey("k1");
    private final HttpServer provider =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final JwtAuthenticator authenticator;

    JwtAuthenticatorTest() throws Exception {
        byte[] set = new JsonWebKeySet(key).toJson().getBytes(StandardCharsets.UTF_8);
        provider.createContext("/keys", exchange -> {
            fetches.incrementAndGet();
            try (exchange) {
                exchange.sendResponseHeaders(200, set.length);
                exchange.getResponseBody().write(set);
            }
        });
        provider.start();
        authenticator = new JwtAuthenticator(ISSUER, AUDIENCE, keys(provider), "vmloom");
    }

    @AfterEach
    void stop() {
        provider.stop(0);
    }

    @Test
    void aTokenOfTheProviderIsItsSubjectsWithTheRolesInIt() throws Exception {
        Optional<Principal> known = authenticator.authenticate(signed(_ -> {}));

        assertThat(known).contains(new Principal("ann", Map.of("a", AccessRole.OPERATOR, "b", AccessRole.VIEWER)));
        assertThat(authenticator.authenticate(signed(_ -> {}))).isPresent();
        assertThat(fetches).hasValue(1);
    }

    @Test
    void ofAnotherIssuerIsRefused() throws Exception {
        refused(signed(claims -> claims.setIssuer("https://id.example.evil/")));
        refused(signed(claims -> claims.unsetClaim("iss")));
    }

    @Test
    void forAnotherAudienceIsRefused() throws Exception {
        refused(signed(claims -> claims.setAudience("elsewhere")));
        refused(signed(claims -> claims.unsetClaim("aud")));
    }

    @Test
    void outOfItsTimeIsRefused() throws Exception {
        refused(signed(claims -> claims.setExpirationTimeMinutesInTheFuture(-5)));
        refused(signed(claims -> claims.setNotBeforeMinutesInThePast(-5)));
        refused(signed(claims -> claims.unsetClaim("exp")));
    }

    @Test
    void withoutASubjectThatCanStandInALogIsRefused() throws Exception {
        refused(signed(claims -> claims.unsetClaim("sub")));
        refused(signed(claims -> claims.setSubject("ann\nstatus=201")));
        refused(signed(claims -> claims.setSubject("ann\" status=\"201")));
    }

    @Test
    void withoutASignatureIsRefused() throws Exception {
        String claims = signed(_ -> {}).split("\\.", -1)[1];

        refused(base64("{\"alg\":\"none\"}") + "." + claims + ".");
        refused(base64("{\"alg\":\"NONE\",\"kid\":\"k1\"}") + "." + claims + ".");
    }

    /** The old trick: the public key serves as the secret of a symmetric signature. */
    @Test
    void signedByThePublicKeyIsRefused() throws Exception {
        Key secret = new HmacKey(key.getPublicKey().getEncoded());

        refused(signed(AlgorithmIdentifiers.HMAC_SHA256, secret, "k1"));
    }

    @Test
    void signedByAnotherKeyIsRefused() throws Exception {
        Key other = newKey("k1").getPrivateKey();

        refused(signed(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256, other, "k1"));
        refused(signed(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256, other, "k2"));
        String token = signed(_ -> {});
        refused(token.substring(0, token.length() - 8) + "AAAAAAAA");
    }

    @Test
    void aKeyThatTheTokenBringsAlongIsNotTaken() throws Exception {
        EllipticCurveJsonWebKey own = newKey("k9");
        JsonWebSignature token = new JsonWebSignature();
        token.setPayload(claims(_ -> {}).toJson());
        token.setKey(own.getPrivateKey());
        token.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        token.setJwkHeader(own);
        token.setHeader("jku", "http://127.0.0.1:1/keys");

        refused(token.getCompactSerialization());
    }

    @Test
    void unknownKeysDoNotMakeUsAskTheProviderAgainAndAgain() throws Exception {
        for (int i = 0; i < 20; i++) {
            refused(signed(
                    AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256, key.getPrivateKey(), "unknown-" + i));
        }

        assertThat(fetches.get()).isLessThanOrEqualTo(2);
    }

    @Test
    void aProviderThatIsAwayIsNoRefusal() throws Exception {
        provider.stop(0);
        String token = signed(_ -> {});

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> authenticator.authenticate(token))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
                .withMessageNotContaining(token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a.b.c", "....", "eyJhbGciOiJSUzI1NiJ9.e30.", "a-token-that-is-no-jwt"})
    void whatIsNoJwtIsRefused(String token) {
        refused(token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://id.example/keys", "ftp://id.example/keys", "file:///etc/passwd", "keys"})
    void keysThatCouldBeChangedOnTheirWayAreNotFetched(String url) {
        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> new JwtAuthenticator(ISSUER, AUDIENCE, URI.create(url), "vmloom"))
                .withMessageContaining("https");
    }

    private void refused(String token) {
        assertThat(authenticator.authenticate(token)).isEmpty();
    }

    private String signed(Consumer<JwtClaims> change) throws JoseException {
        return signed(change, AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256, key.getPrivateKey(), "k1");
    }

    private static String signed(String algorithm, Key by, String keyId) throws JoseException {
        return signed(_ -> {}, algorithm, by, keyId);
    }

    private static String signed(Consumer<JwtClaims> change, String algorithm, Key by, String keyId)
            throws JoseException {
        JsonWebSignature token = new JsonWebSignature();
        token.setPayload(claims(change).toJson());
        token.setKey(by);
        token.setKeyIdHeaderValue(keyId);
        token.setAlgorithmHeaderValue(algorithm);
        return token.getCompactSerialization();
    }

    private static JwtClaims claims(Consumer<JwtClaims> change) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience(AUDIENCE, "others");
        claims.setSubject("ann");
        claims.setExpirationTimeMinutesInTheFuture(5);
        claims.setClaim("vmloom", List.of("a:viewer", "a:operator", "b:viewer", "c:emperor", "grafana-admin"));
        change.accept(claims);
        return claims;
    }

    private static EllipticCurveJsonWebKey newKey(String id) throws JoseException {
        EllipticCurveJsonWebKey made = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        made.setKeyId(id);
        return made;
    }

    private static URI keys(HttpServer provider) {
        return URI.create("http://127.0.0.1:" + provider.getAddress().getPort() + "/keys");
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
