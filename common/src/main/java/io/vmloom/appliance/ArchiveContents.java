package io.vmloom.appliance;

import io.vmloom.archive.TarArchive;
import io.vmloom.source.ByteSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The members of an archive, as a descriptor in it names them: from its own directory on. Not thread-safe. */
public final class ArchiveContents implements Contents {
    private final TarArchive archive;
    private final String directory;
    private final Map<String, ByteSource> opened = new HashMap<>();

    /** @param directory of the descriptor, with a slash at its end, or empty */
    ArchiveContents(TarArchive archive, String directory) {
        this.archive = archive;
        this.directory = directory;
    }

    @Override
    public String name() {
        return archive.source().name();
    }

    @Override
    public String member(String name) {
        return directory + name;
    }

    @Override
    public Optional<ByteSource> find(String name) {
        return archive.member(member(name)).map(member -> opened.computeIfAbsent(name, one -> archive.open(member)));
    }
}
