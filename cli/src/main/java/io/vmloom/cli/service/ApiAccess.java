package io.vmloom.cli.service;

import io.vmloom.cli.config.Configuration;
import io.vmloom.cli.config.Setting;
import io.vmloom.coordinator.access.Access;
import io.vmloom.coordinator.access.Authenticator;
import io.vmloom.coordinator.access.JwtAuthenticator;
import io.vmloom.coordinator.access.Loopback;
import io.vmloom.coordinator.access.TokenFile;
import io.vmloom.coordinator.http.ApiSettings;
import io.vmloom.error.RequestException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who may use the API, as it is configured. */
final class ApiAccess {
    private ApiAccess() {}

    /** Throws {@link RequestException}, also when everybody who reaches the API could use it and not only this machine does. */
    static Access of(Configuration configuration) {
        List<Authenticator> authenticators = new ArrayList<>();
        configuration
                .optional(Setting.AUTH_TOKENS_FILE)
                .map(Path::of)
                .map(TokenFile::new)
                .ifPresent(authenticators::add);
        provider(configuration).ifPresent(authenticators::add);
        String host = configuration.text(Setting.HTTP_HOST);
        if (authenticators.isEmpty() && !Loopback.contains(host)) {
            throw new RequestException(Setting.HTTP_HOST.key() + " is " + host + ", where others reach the API, and"
                    + " nobody would be asked who they are; set " + Setting.AUTH_TOKENS_FILE.key() + " or "
                    + Setting.AUTH_ISSUER.key() + ", or leave the API on 127.0.0.1 behind a proxy that asks");
        }
        return new Access(authenticators, Connections.tenants(configuration));
    }

    static ApiSettings settings(Configuration configuration) {
        try {
            return read(configuration);
        } catch (IllegalArgumentException e) {
            throw new RequestException("settings of the API: " + e.getMessage());
        }
    }

    private static ApiSettings read(Configuration configuration) {
        return new ApiSettings(
                configuration.text(Setting.HTTP_HOST),
                configuration.number(Setting.HTTP_PORT, 0, 0xffff),
                configuration
                        .optional(Setting.HTTP_CERTIFICATE_FILE)
                        .map(certificate -> new ApiSettings.Tls(
                                Path.of(certificate), Path.of(configuration.required(Setting.HTTP_KEY_FILE)))),
                configuration.bytes(Setting.HTTP_MAX_BODY),
                configuration.flag(Setting.HTTP_OPEN_METRICS),
                configuration.number(Setting.HTTP_REQUESTS_PER_MINUTE, 0, Integer.MAX_VALUE),
                configuration.duration(Setting.HTTP_PATIENCE));
    }

    private static Optional<Authenticator> provider(Configuration configuration) {
        return configuration
                .optional(Setting.AUTH_ISSUER)
                .map(issuer -> new JwtAuthenticator(
                        issuer,
                        configuration.required(Setting.AUTH_AUDIENCE),
                        url(Setting.AUTH_KEYS_URL, configuration.required(Setting.AUTH_KEYS_URL)),
                        configuration.text(Setting.AUTH_ROLES_CLAIM)));
    }

    private static URI url(Setting setting, String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new RequestException(setting.key() + " must be a URL, got: '" + text + "'");
        }
    }
}
