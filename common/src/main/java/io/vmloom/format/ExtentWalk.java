package io.vmloom.format;

import io.vmloom.check.ClaimVisitor;
import io.vmloom.check.Findings;
import io.vmloom.error.ImageException;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.extent.Mapping;
import io.vmloom.unit.GuestOffset;
import java.util.Optional;

/** Claims the data of a disk, and goes on behind entries that can not be followed. */
final class ExtentWalk {
    /** Each is a walk begun anew, with a read of its own. */
    private static final int MAX_DAMAGED = 1000;

    private final DiskImage image;
    private final ClaimVisitor claims;
    private final Findings findings;
    private int damaged;
    private String lastDamage = "";

    ExtentWalk(DiskImage image, ClaimVisitor claims, Findings findings) {
        this.image = image;
        this.claims = claims;
        this.findings = findings;
    }

    void walk() {
        long guestOffset = 0;
        while (guestOffset < image.virtualBytes()) {
            guestOffset = walkFrom(guestOffset);
        }
    }

    /** Where to go on: the end of the disk, or behind an entry that is damaged. */
    private long walkFrom(long from) {
        long guestOffset = from;
        try {
            ExtentCursor cursor = image.extents(new GuestOffset(from));
            for (Optional<Extent> next = cursor.next(); next.isPresent(); next = cursor.next()) {
                claim(next.get());
                guestOffset = next.get().end().bytes();
            }
            return image.virtualBytes();
        } catch (ImageException e) {
            report(e);
            return (guestOffset / image.mappingUnitBytes() + 1) * image.mappingUnitBytes();
        }
    }

    private void claim(Extent extent) {
        switch (extent.mapping()) {
            case Mapping.Data(int member, var host) -> claim(extent, member, host.bytes());
            case Mapping.Encrypted encrypted ->
                claim(extent, encrypted.member(), encrypted.host().bytes());
            case Mapping.Compressed compressed -> {}
            case Mapping.Zero zero -> {}
            case Mapping.Unallocated unallocated -> {}
            case Mapping.Lost lost -> {}
        }
    }

    private void claim(Extent extent, int member, long hostOffset) {
        if (member == 0) {
            claims.claim("data", extent.start().bytes(), hostOffset, extent.lengthBytes());
        }
    }

    /** One damaged table is met once for each of its entries. */
    private void report(ImageException damage) {
        damaged++;
        if (damaged > MAX_DAMAGED) {
            throw damage;
        }
        if (!damage.reason().equals(lastDamage)) {
            lastDamage = damage.reason();
            findings.error(damage.hostOffset().orElse(0), damage.reason());
        }
    }
}
