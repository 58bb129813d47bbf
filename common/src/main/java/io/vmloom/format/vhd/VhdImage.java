package io.vmloom.format.vhd;

import io.vmloom.extent.DiskImage;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.extent.FlatCursor;
import io.vmloom.extent.JoiningCursor;
import io.vmloom.extent.Parent;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.ByteSize;
import io.vmloom.unit.GuestOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An opened disk.
 *
 * @param dynamic empty for a fixed disk
 */
record VhdImage(ByteSource source, FoundFooter found, long virtualBytes, Optional<DynamicHeader> dynamic)
        implements DiskImage {
    private static final long JOINED_BYTES = 64 * ByteSize.GIB;

    @Override
    public String format() {
        return VhdFormat.NAME;
    }

    @Override
    public List<ByteSource> members() {
        return List.of(source);
    }

    @Override
    public int compressedUnitBytes() {
        return 1;
    }

    @Override
    public long mappingUnitBytes() {
        return dynamic.map(DynamicHeader::blockBytes).orElse(1L);
    }

    @Override
    public Optional<Parent> parent() {
        return dynamic.flatMap(DynamicHeader::parent).map(ParentLink::parent);
    }

    @Override
    public List<String> identities() {
        return List.of(ParentLink.identity(found.footer().id()));
    }

    @Override
    public Map<String, String> details() {
        Footer footer = found.footer();
        Map<String, String> details = new LinkedHashMap<>();
        details.put("subformat", subformat());
        details.put("creator", footer.creator().replaceAll("[^ -~]", "?"));
        details.put("size by", SizeRule.of(footer).toString());
        details.put("size in the footer", Long.toString(footer.currentBytes()));
        details.put("geometry", footer.geometry().toString());
        dynamic.ifPresent(header -> details.put("block size", ByteSize.format(header.blockBytes())));
        if (footer.savedState()) {
            details.put("saved state", "yes: the machine was saved, and its memory is in another file");
        }
        if (!found.damage().isEmpty()) {
            details.put("footer", "its copy in front was taken, for the footer is damaged: " + found.damage());
        }
        return Collections.unmodifiableMap(details);
    }

    private String subformat() {
        return dynamic.map(header -> header.parent().isPresent() ? "differencing" : "dynamic")
                .orElse("fixed");
    }

    @Override
    public ExtentCursor extents(GuestOffset from) {
        return dynamic.<ExtentCursor>map(header -> new JoiningCursor(
                        new BlockTable(source, header, virtualBytes, found.endOffset()),
                        virtualBytes,
                        JOINED_BYTES,
                        mappingUnitBytes(),
                        from))
                .orElseGet(() -> new FlatCursor(source, virtualBytes, from));
    }
}
