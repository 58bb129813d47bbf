package io.vmloom.tls;

import io.vmloom.error.InternalException;
import io.vmloom.error.RequestException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Certificates in a PEM file, in place of those that Java trusts. Read once. */
public final class TrustedCertificates {
    private final Path file;
    private final TrustManagerFactory managers;

    private TrustedCertificates(Path file, TrustManagerFactory managers) {
        this.file = file;
        this.managers = managers;
    }

    /** Throws {@link RequestException} when the file has none. */
    public static TrustedCertificates of(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("ca-" + trusted.size(), one);
            }
            if (trusted.size() == 0) {
                throw new RequestException(file + " has no certificate in PEM");
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            return new TrustedCertificates(file, managers);
        } catch (IOException | GeneralSecurityException e) {
            throw new RequestException(file + ": certificates can not be read ("
                    + e.getClass().getSimpleName() + ": " + e.getMessage() + ")");
        }
    }

    public TrustManager[] managers() {
        return managers.getTrustManagers();
    }

    /** Of a client that shows no certificate of its own. */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new InternalException("this Java has no TLS", e);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
