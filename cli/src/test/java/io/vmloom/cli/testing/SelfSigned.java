package io.vmloom.cli.testing;

import io.vmloom.testing.Peers;
import java.nio.file.Path;

/** A certificate for this host's loopback address that vouches for itself, and its key, as PEM files. */
public record SelfSigned(Path certificate, Path key) {
    /** Makes both under the folder, as people do: by openssl, which has to be there. */
    public static SelfSigned in(Path folder) {
        SelfSigned made = new SelfSigned(folder.resolve("tls.crt"), folder.resolve("tls.key"));
        Peers.run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=vmloom",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-keyout",
                made.key.toString(),
                "-out",
                made.certificate.toString());
        return made;
    }
}
