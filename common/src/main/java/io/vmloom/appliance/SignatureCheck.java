package io.vmloom.appliance;

import io.vmloom.appliance.PackageFinding.Kind;
import io.vmloom.source.ByteSource;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code .cert} file: the manifest's signature, {@code SHA256(name.mf)= hex}, and the signer's certificate behind it.
 * Whether the signer is who it says is up to whoever reads the finding: no authority is asked.
 */
final class SignatureCheck {
    private static final int MAX_BYTES = 1 << 20;
    private static final Pattern SIGNATURE =
            Pattern.compile("(?m)^\\s*SHA-?(1|256|384|512)\\s*\\([^)\\r\\n]+\\)\\s*=\\s*((?:[0-9a-fA-F]{2})+)\\s*$");
    private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";

    private SignatureCheck() {}

    static PackageFinding run(String name, ByteSource source, PackageManifest manifest) {
        String text =
                new String(SmallFiles.bytes(source, MAX_BYTES, "a certificate of a package"), StandardCharsets.UTF_8);
        Matcher signature = SIGNATURE.matcher(text);
        int pem = text.indexOf(CERTIFICATE);
        if (!signature.find() || pem < 0) {
            return new PackageFinding(
                    Kind.MALFORMED, name, "must hold a line 'SHA…(NAME.mf)= SIGNATURE' and a certificate");
        }
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new ByteArrayInputStream(text.substring(pem).getBytes(StandardCharsets.US_ASCII)));
            return verify(name, manifest, certificate, signature.group(1), signature.group(2));
        } catch (CertificateException e) {
            return new PackageFinding(Kind.MALFORMED, name, "holds no certificate that can be read: " + e.getMessage());
        }
    }

    private static PackageFinding verify(
            String name, PackageManifest manifest, X509Certificate certificate, String digest, String hex) {
        String signer = certificate.getSubjectX500Principal().getName().replaceAll("\\p{Cntrl}", "?");
        String scheme = certificate.getPublicKey().getAlgorithm().equals("EC")
                ? "ECDSA"
                : certificate.getPublicKey().getAlgorithm();
        try {
            Signature check = Signature.getInstance("SHA" + digest + "with" + scheme);
            check.initVerify(certificate.getPublicKey());
            check.update(manifest.text());
            return check.verify(HexFormat.of().parseHex(hex))
                    ? new PackageFinding(
                            Kind.SIGNED,
                            name,
                            "signs the manifest by " + signer + "; whether that is who it says, nobody was asked")
                    : new PackageFinding(Kind.WRONG, name, "is no signature of this manifest by " + signer);
        } catch (GeneralSecurityException e) {
            return new PackageFinding(
                    Kind.WRONG, name, "can not be a signature of this manifest by " + signer + ": " + e.getMessage());
        }
    }
}
