package io.vmloom.format.bochs;

import io.vmloom.check.CheckReport;
import io.vmloom.check.Findings;
import io.vmloom.check.ImageChecker;
import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import io.vmloom.source.TableWindow;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * Checks the catalog. Extents stand in slots of one size, so that two lie over each other exactly when their entries are
 * equal; the slots need not be aligned to anything.
 */
final class BochsChecker implements ImageChecker {
    @Override
    public CheckReport check(ByteSource source) {
        BochsHeader header = BochsHeader.read(source);
        TableWindow catalog = new TableWindow(
                source, header.catalogOffset(), header.catalogEntries() * Integer.BYTES, ByteOrder.LITTLE_ENDIAN);
        Findings findings = new Findings();
        Map<Integer, Long> owners = new HashMap<>();
        for (long extent = 0; extent < header.catalogEntries(); extent++) {
            int entry = catalog.intAt(extent);
            if (entry != BochsHeader.ABSENT) {
                findings.count("extents", 1);
                check(source, header, extent, entry, owners, findings);
            }
        }
        return findings.report(BochsFormat.NAME);
    }

    private static void check(
            ByteSource source,
            BochsHeader header,
            long extent,
            int entry,
            Map<Integer, Long> owners,
            Findings findings) {
        try {
            header.requireInside(source, extent, entry);
        } catch (ImageException e) {
            findings.error(e.hostOffset().orElse(0), e.reason());
        }
        Long other = owners.putIfAbsent(entry, extent);
        if (other != null) {
            findings.error(
                    header.bitmapOffset(entry),
                    "the extents of guest offsets 0x" + Long.toHexString(other * header.extentBytes()) + " and 0x"
                            + Long.toHexString(extent * header.extentBytes()) + " stand in the same place");
        }
    }
}
