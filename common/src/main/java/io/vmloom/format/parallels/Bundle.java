package io.vmloom.format.parallels;

import io.vmloom.error.ImageException;
import io.vmloom.error.RequestException;
import io.vmloom.extent.ChainImage;
import io.vmloom.extent.ConcatenatedImage;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.FlatPart;
import io.vmloom.format.NamedFiles;
import io.vmloom.format.OpenOptions;
import io.vmloom.format.Probe;
import io.vmloom.source.ByteSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Opens the files of a disk that a descriptor tells of, through the gate. */
final class Bundle {
    /** The largest disk in pieces of 2 GiB has as many. */
    private static final int MAX_STORAGES = 32 << 10;

    private final ByteSource source;
    private final DiskDescriptor descriptor;
    private final OpenOptions options;

    private Bundle(ByteSource source, DiskDescriptor descriptor, OpenOptions options) {
        this.source = source;
        this.descriptor = descriptor;
        this.options = options;
    }

    static DiskImage open(ByteSource source, OpenOptions options) {
        DiskDescriptor descriptor = DiskDescriptor.read(source);
        int storages = descriptor.storages().size();
        if (storages < 1 || storages > MAX_STORAGES) {
            throw ImageException.invalid(
                    source.name(), 0, "a disk must have 1 to " + MAX_STORAGES + " storages, got: " + storages);
        }
        return new Bundle(source, descriptor, options).open();
    }

    private DiskImage open() {
        List<String> snapshots = chain(top());
        List<DiskImage> parts = new ArrayList<>();
        for (DiskDescriptor.Storage storage : descriptor.storages()) {
            parts.add(part(storage, snapshots));
        }
        return new ConcatenatedImage(ParallelsFormat.NAME, List.of(source), parts, details(snapshots, parts));
    }

    private String top() {
        if (options.wantsSnapshot()) {
            String wanted = DiskDescriptor.identifier(options.snapshot());
            if (!descriptor.shots().containsKey(wanted)) {
                throw new RequestException(source.name() + ": there is no snapshot '" + options.snapshot()
                        + "'; there are " + String.join(", ", descriptor.shots().keySet()));
            }
            return wanted;
        }
        return descriptor.top().orElse(DiskDescriptor.USUAL_TOP);
    }

    /** The snapshots that a state consists of, the topmost first. */
    private List<String> chain(String top) {
        List<String> chain = new ArrayList<>();
        for (String one = top; chain.isEmpty() || !one.equals(DiskDescriptor.NONE); one = parent(one)) {
            if (chain.size() == options.policy().maxChainDepth()) {
                throw ImageException.unsafe(
                        source.name(),
                        "a state consists of more than the " + chain.size() + " snapshots that the policy allows, or "
                                + "of snapshots in a circle",
                        "raise maxChainDepth where the images are trusted");
            }
            chain.add(one);
        }
        return chain;
    }

    private String parent(String snapshot) {
        String parent = descriptor.shots().get(snapshot);
        if (parent == null) {
            throw ImageException.invalid(source.name(), 0, "snapshot " + snapshot + " is not described");
        }
        return parent;
    }

    private DiskImage part(DiskDescriptor.Storage storage, List<String> snapshots) {
        DiskImage lower = root(storage, image(storage, snapshots.getLast()));
        for (String snapshot : snapshots.reversed().subList(1, snapshots.size())) {
            DiskDescriptor.Image overlay = image(storage, snapshot);
            lower = switch (overlay.type()) {
                case COMPRESSED -> new ChainImage(options.salvaged(expandable(file(overlay))), lower);
                case PLAIN ->
                    throw ImageException.invalid(
                            source.name(), 0, "'" + overlay.file() + "' is plain, so it can not stand above others");
            };
        }
        if (lower.virtualBytes() != storage.virtualBytes()) {
            throw ImageException.invalid(
                    source.name(),
                    0,
                    "the storage at sector " + storage.startSector() + " has " + storage.virtualBytes()
                            + " bytes, and the disk in '"
                            + image(storage, snapshots.getFirst()).file() + "' has "
                            + lower.virtualBytes());
        }
        return lower;
    }

    private DiskImage root(DiskDescriptor.Storage storage, DiskDescriptor.Image image) {
        return switch (image.type()) {
            case COMPRESSED -> options.salvaged(expandable(file(image)));
            case PLAIN -> FlatPart.described(file(image), 0, storage.virtualBytes(), source.name());
        };
    }

    private DiskDescriptor.Image image(DiskDescriptor.Storage storage, String snapshot) {
        List<DiskDescriptor.Image> images = storage.images().stream()
                .filter(image -> image.snapshot().equals(snapshot))
                .toList();
        if (images.size() != 1) {
            throw ImageException.invalid(
                    source.name(),
                    0,
                    "the storage at sector " + storage.startSector() + " must have one image of snapshot " + snapshot
                            + ", got: " + images.size());
        }
        return images.getFirst();
    }

    private ByteSource file(DiskDescriptor.Image image) {
        return NamedFiles.require(options.files(), source.name(), "an image file", image.file())
                .source();
    }

    private static DiskImage expandable(ByteSource file) {
        if (!ParallelsHeader.begins(Probe.of(file))) {
            throw ImageException.invalid(file.name(), 0, "a compressed image must begin with a Parallels header");
        }
        return ParallelsReader.openFile(file);
    }

    private Map<String, String> details(List<String> snapshots, List<DiskImage> parts) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("storages", Integer.toString(parts.size()));
        details.put("state", String.join(" above ", snapshots));
        List<String> others = descriptor.shots().keySet().stream()
                .filter(snapshot -> !snapshot.equals(snapshots.getFirst()))
                .toList();
        if (!others.isEmpty()) {
            details.put("snapshots", String.join(", ", others));
        }
        parts.stream()
                .flatMap(part -> part.details().entrySet().stream())
                .filter(detail -> detail.getKey().equals(ParallelsReader.DIRTY))
                .findFirst()
                .ifPresent(dirty -> details.put(dirty.getKey(), dirty.getValue()));
        return details;
    }
}
