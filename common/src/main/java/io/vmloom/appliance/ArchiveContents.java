package io.vmloom.appliance;

import io.vmloom.archive.TarArchive;
import io.vmloom.source.ByteSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The members of an archive. Not thread-safe. */
public final class ArchiveContents implements Contents {
    private final TarArchive archive;
    private final Map<String, ByteSource> opened = new HashMap<>();

    public ArchiveContents(TarArchive archive) {
        this.archive = archive;
    }

    @Override
    public String name() {
        return archive.source().name();
    }

    @Override
    public Optional<ByteSource> find(String name) {
        return archive.member(name).map(member -> opened.computeIfAbsent(name, one -> archive.open(member)));
    }
}
