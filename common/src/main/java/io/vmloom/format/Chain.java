package io.vmloom.format;

import io.vmloom.error.ImageException;
import io.vmloom.extent.ChainImage;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.Parent;
import io.vmloom.source.AllowedFile;
import io.vmloom.source.ByteSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Opens an image with all those below it. */
final class Chain {
    private final List<ByteSource> opened = new ArrayList<>();

    /** Adds an image and, below it, whatever it needs. */
    DiskImage open(ByteSource source, String declared, OpenOptions options) {
        enter(source, options.policy());
        DiskImage layer = options.salvaged(Detector.openLayer(source, declared, options));
        return layer.parent()
                .<DiskImage>map(parent -> new ChainImage(layer, lower(source.name(), layer, parent, options.ofOther())))
                .orElse(layer);
    }

    private void enter(ByteSource source, ImagePolicy policy) {
        boolean again = opened.contains(source);
        opened.add(source);
        if (again) {
            throw ImageException.unsafe(
                    opened.getFirst().name(),
                    "its chain never ends: "
                            + opened.stream().map(ByteSource::name).collect(Collectors.joining(" → ")),
                    "find out which of them names the wrong file");
        }
        if (opened.size() > policy.maxChainDepth()) {
            throw ImageException.unsafe(
                    opened.getFirst().name(),
                    "its chain has more than the " + policy.maxChainDepth() + " images that the policy allows",
                    "raise maxChainDepth (--max-chain-depth) where the images are trusted");
        }
    }

    private DiskImage lower(String file, DiskImage layer, Parent parent, OpenOptions options) {
        return switch (parent) {
            case Parent.Named(String name, String format) -> {
                AllowedFile lower = NamedFiles.require(options.files(), file, "a backing file", name);
                yield open(lower.source(), declared(file, format, lower), options.unlocking(lower.source()));
            }
            case Parent.Identified identified -> identified(file, layer, identified, options);
        };
    }

    /** What the user says of a format counts; an image's own word is compared with the content as the user's would be. */
    private static String declared(String file, String format, AllowedFile lower) {
        if (format.isEmpty() || !lower.declaredFormat().equals(Detector.AUTO)) {
            return lower.declaredFormat();
        }
        if (!Formats.isKnown(format)) {
            throw ImageException.unsupported(
                    file,
                    "it says that its backing file is of format '" + format + "', which is not known",
                    "declare the backing file's format in the chain");
        }
        return format;
    }

    private DiskImage identified(String file, DiskImage layer, Parent.Identified parent, OpenOptions options) {
        AllowedFile found = find(file, parent, options);
        DiskImage lower = open(found.source(), found.declaredFormat(), options.unlocking(found.source()));
        if (lower.virtualBytes() != layer.virtualBytes()) {
            throw ImageException.unsafe(
                    file,
                    "its disk has " + layer.virtualBytes() + " bytes and that of its parent "
                            + found.source().name() + " has " + lower.virtualBytes(),
                    "they do not belong together, or one was resized; find the parent it was made from");
        }
        return lower;
    }

    /** The first that has the right name, or else the first at all, that has the right identity. */
    private static AllowedFile find(String file, Parent.Identified parent, OpenOptions options) {
        List<AllowedFile> candidates = parent.names().stream()
                .flatMap(name -> options.files().named(name).stream())
                .distinct()
                .collect(Collectors.toCollection(ArrayList::new));
        options.files().all().stream().filter(one -> !candidates.contains(one)).forEach(candidates::add);
        List<String> others = new ArrayList<>();
        for (AllowedFile candidate : candidates) {
            List<String> identities = Detector.openAlone(
                            candidate.source(), candidate.declaredFormat(), options.unlocking(candidate.source()))
                    .identities();
            if (identities.contains(parent.identity())) {
                return candidate;
            }
            others.add(candidate.source().name() + " has "
                    + (identities.isEmpty() ? "no identity" : String.join(" and ", identities)));
        }
        String wanted = "with " + parent.identity()
                + parent.names().stream().map(name -> ", '" + name + "'").collect(Collectors.joining());
        if (others.isEmpty()) {
            throw NamedFiles.notAllowed(options.files(), file, "a parent image " + wanted);
        }
        throw ImageException.unsafe(
                file,
                "it needs a parent image " + wanted + ", but " + String.join(", ", others),
                "the parent was written to after this image was made, or another file is meant");
    }
}
