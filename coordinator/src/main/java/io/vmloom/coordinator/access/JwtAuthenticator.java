package io.vmloom.coordinator.access;

import io.vmloom.error.RequestException;
import io.vmloom.error.StoreException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jose4j.http.Get;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.ErrorCodeValidator;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens that an OpenID provider signed, which are checked by its public keys: signature, issuer, audience, and the time
 * in which they hold. Its keys are fetched when first needed, and again when a token names one that is not known.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8725">RFC 8725, JSON Web Token best current practices</a>
 */
public final class JwtAuthenticator implements Authenticator {
    private static final Logger LOG = LoggerFactory.getLogger(JwtAuthenticator.class);
    private static final int CLOCK_SKEW_SECONDS = 30;
    private static final int ANSWER_MS = 5000;

    /** Tokens that name unknown keys do not make us ask more often. */
    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(30);

    /** How long keys still count when the provider does not answer. */
    private static final Duration KEPT_WITHOUT_ANSWER = Duration.ofHours(1);

    private static final int MAX_KEYS_BYTES = 1 << 20;

    private final JwtConsumer consumer;
    private final RoleClaim roles;

    /**
     * @param issuer as it must stand in {@code iss}
     * @param audience must be among those of {@code aud}
     * @param keys where the provider's JWK set is
     * @param rolesClaim where the roles stand, see {@link RoleClaim}
     */
    public JwtAuthenticator(String issuer, String audience, URI keys, String rolesClaim) {
        requireSafe(keys);
        Get get = new Get();
        get.setConnectTimeout(ANSWER_MS);
        get.setReadTimeout(ANSWER_MS);
        get.setRetries(1);
        get.setResponseBodySizeLimit(MAX_KEYS_BYTES);
        HttpsJwks set = new HttpsJwks(keys.toString());
        set.setSimpleHttpGet(get);
        set.setRefreshReprieveThreshold(BETWEEN_FETCHES.toMillis());
        set.setRetainCacheOnErrorDuration(KEPT_WITHOUT_ANSWER.toSeconds());
        this.roles = new RoleClaim(rolesClaim);
        // Keys are the provider's, so that no algorithm counts by which whoever knows a public key could sign.
        this.consumer = new JwtConsumerBuilder()
                .setVerificationKeyResolver(new HttpsJwksVerificationKeyResolver(set))
                .setJwsAlgorithmConstraints(
                        AlgorithmConstraints.ConstraintType.PERMIT,
                        AlgorithmIdentifiers.RSA_USING_SHA256,
                        AlgorithmIdentifiers.RSA_USING_SHA384,
                        AlgorithmIdentifiers.RSA_USING_SHA512,
                        AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
                        AlgorithmIdentifiers.RSA_PSS_USING_SHA384,
                        AlgorithmIdentifiers.RSA_PSS_USING_SHA512,
                        AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
                        AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
                        AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512,
                        AlgorithmIdentifiers.EDDSA)
                .setExpectedIssuer(true, issuer)
                .setExpectedAudience(true, audience)
                .setRequireExpirationTime()
                .setRequireSubject()
                .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
                .build();
    }

    @Override
    public Optional<Principal> authenticate(String token) {
        try {
            JwtClaims claims = consumer.processToClaims(token);
            return Optional.of(new Principal(claims.getSubject(), roles.of(claims.getClaimsMap())));
        } catch (InvalidJwtException e) {
            if (causedBy(e, IOException.class)) {
                throw StoreException.unavailable("the token", "the provider's keys can not be fetched", null);
            }
            // Its message may hold the token.
            LOG.atDebug()
                    .addKeyValue(
                            "codes",
                            e.getErrorDetails().stream()
                                    .map(ErrorCodeValidator.Error::getErrorCode)
                                    .toList())
                    .log("a JWT was refused");
            return Optional.empty();
        } catch (MalformedClaimException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean causedBy(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    /** Whoever could change the keys on their way could sign as the provider. */
    private static void requireSafe(URI keys) {
        boolean local = "http".equals(keys.getScheme()) && keys.getHost() != null && Loopback.contains(keys.getHost());
        if (!local && !"https".equals(keys.getScheme())) {
            throw new RequestException("the URL of a JWK set must be https, got: '" + keys + "'");
        }
    }
}
