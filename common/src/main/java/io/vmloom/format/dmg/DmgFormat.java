package io.vmloom.format.dmg;

import io.vmloom.check.ImageChecker;
import io.vmloom.format.DiskFormat;
import io.vmloom.format.ImageReader;
import io.vmloom.format.Probe;
import io.vmloom.format.Support;
import io.vmloom.table.TargetFormat;
import java.util.Optional;

/** Apple disk images (UDIF); read only. Encrypted ones are recognised and refused. */
public final class DmgFormat implements DiskFormat {
    static final String NAME = "dmg";

    /** Encrypted images begin with this. */
    static final String ENCRYPTED = "encrcdsa";

    private static final String ENCRYPTED_OLDER = "cdsaencr";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean matches(Probe probe) {
        return probe.tailHas(Trailer.BYTES, Trailer.MAGIC)
                || probe.headHas(0, Trailer.MAGIC)
                || probe.headHas(0, ENCRYPTED)
                || probe.tailHas(ENCRYPTED_OLDER.length(), ENCRYPTED_OLDER);
    }

    @Override
    public Optional<Support> support() {
        return Optional.of(new Support("DMG", "plain, zlib, bzip2, LZFSE, LZMA, ADC", "", "7-Zip, qemu-img"));
    }

    @Override
    public Optional<ImageReader> reader() {
        return Optional.of(new DmgReader());
    }

    @Override
    public Optional<TargetFormat> target() {
        return Optional.empty();
    }

    @Override
    public Optional<ImageChecker> checker() {
        return Optional.of(new DmgChecker());
    }
}
