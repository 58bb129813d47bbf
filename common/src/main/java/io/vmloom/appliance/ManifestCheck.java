package io.vmloom.appliance;

import io.vmloom.appliance.PackageFinding.Kind;
import io.vmloom.source.ByteSource;
import io.vmloom.source.SourceStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Compares the files of a package with its manifest. */
final class ManifestCheck {
    private static final long SMALL_BYTES = 16 << 20;
    private static final int BUFFER_BYTES = 64 << 10;

    private final Contents contents;
    private final CheckDepth depth;
    private final List<PackageFinding> findings = new ArrayList<>();

    ManifestCheck(Contents contents, CheckDepth depth) {
        this.contents = contents;
        this.depth = depth;
    }

    /** @param files that the package is made of; the manifest should tell of all of them */
    List<PackageFinding> run(PackageManifest manifest, Set<String> files) {
        manifest.malformed()
                .forEach(line -> findings.add(new PackageFinding(
                        Kind.MALFORMED, manifest.name(), "has a line that is no digest of a file: '" + line + "'")));
        Set<String> unlisted = new LinkedHashSet<>(files);
        for (PackageManifest.Entry entry : manifest.entries()) {
            unlisted.remove(entry.file());
            findings.add(contents.find(entry.file())
                    .map(file -> check(entry, file))
                    .orElseGet(() -> new PackageFinding(
                            Kind.MISSING, entry.file(), "is in the manifest, and not in the package")));
        }
        unlisted.forEach(file ->
                findings.add(new PackageFinding(Kind.UNLISTED, file, "is in the package, and not in the manifest")));
        return findings;
    }

    private PackageFinding check(PackageManifest.Entry entry, ByteSource file) {
        if (depth == CheckDepth.SMALL_FILES && file.sizeBytes() > SMALL_BYTES) {
            return new PackageFinding(
                    Kind.NOT_READ,
                    entry.file(),
                    "has a " + entry.algorithm() + " in the manifest, and was not read for it");
        }
        String found = digest(entry.algorithm(), file);
        return found.equals(entry.hex())
                ? new PackageFinding(Kind.VERIFIED, entry.file(), "has the " + entry.algorithm() + " of the manifest")
                : new PackageFinding(
                        Kind.WRONG,
                        entry.file(),
                        "is another file than the manifest tells of: its " + entry.algorithm() + " is " + found
                                + ", not " + entry.hex());
    }

    private static String digest(String algorithm, ByteSource file) {
        try (InputStream bytes = new SourceStream(file)) {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int count = bytes.read(buffer); count > 0; count = bytes.read(buffer)) {
                digest.update(buffer, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
