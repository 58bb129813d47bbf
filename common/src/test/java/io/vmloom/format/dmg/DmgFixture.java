package io.vmloom.format.dmg;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmloom.codec.Codec;
import io.vmloom.testing.apple.AppleCodecs;
import io.vmloom.testing.apple.Lzfse;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes images with any tables and chunks, for the reader's tests only. */
final class DmgFixture {
    static final int SECTOR = 512;

    /** Where the tables stand. */
    enum Tables {
        PROPERTY_LIST,
        RESOURCE_FORK
    }

    /** Where the trailer stands. */
    enum TrailerPlace {
        BEHIND,
        IN_FRONT
    }

    Tables tables = Tables.PROPERTY_LIST;
    TrailerPlace trailerPlace = TrailerPlace.BEHIND;
    String documentType = "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\""
            + " \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n";
    List<Lzfse.Block> lzfseBlocks = List.of(Lzfse.Block.values());
    private final SplittableRandom random;
    private final List<byte[]> stored = new ArrayList<>();
    private final List<Integer> checksums = new ArrayList<>();
    private final ByteArrayOutputStream guest = new ByteArrayOutputStream();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    DmgFixture(SplittableRandom random) {
        this.random = random;
    }

    /** Leaves sectors that no table mentions. */
    DmgFixture gap(int sectors) {
        guest.writeBytes(new byte[sectors * SECTOR]);
        return this;
    }

    /** Adds a table with chunks of these kinds, of random length and content. */
    DmgFixture table(int longestSectors, ChunkKind... kinds) {
        int start = guest.size() / SECTOR;
        int dataOffset = random.nextInt(data.size() + 1);
        CRC32 checksum = new CRC32();
        ByteBuffer entries = ByteBuffer.allocate((kinds.length + 1) * 40);
        for (ChunkKind kind : kinds) {
            int sectors = random.nextInt(1, longestSectors + 1);
            byte[] content = content(kind, sectors * SECTOR);
            byte[] bytes = stored(kind, content);
            entry(
                    entries,
                    number(kind),
                    guest.size() / SECTOR - start,
                    sectors,
                    data.size() - dataOffset,
                    bytes.length);
            data.writeBytes(bytes);
            guest.writeBytes(content);
            if (kind != ChunkKind.IGNORED) {
                checksum.update(content);
            }
        }
        int sectors = guest.size() / SECTOR - start;
        entry(entries, -1, sectors, 0, data.size() - dataOffset, 0);
        checksums.add((int) checksum.getValue());
        ByteBuffer table = ByteBuffer.allocate(204 + entries.capacity());
        table.putInt(0x6d697368).putInt(1).putLong(start).putLong(sectors).putLong(dataOffset);
        table.putInt(2049).putInt(stored.size());
        table.putInt(64, 2).putInt(68, 32).putInt(72, (int) checksum.getValue());
        table.putInt(200, kinds.length + 1).put(204, entries.array());
        stored.add(table.array());
        return this;
    }

    byte[] guest() {
        return guest.toByteArray();
    }

    /** The table as it will be stored; whoever changes it damages the image. */
    ByteBuffer storedTable(int number) {
        return ByteBuffer.wrap(stored.get(number));
    }

    byte[] build() {
        byte[] list = tables == Tables.PROPERTY_LIST ? propertyList().getBytes(UTF_8) : new byte[0];
        byte[] fork = tables == Tables.RESOURCE_FORK ? resourceFork() : new byte[0];
        int dataAt = trailerPlace == TrailerPlace.IN_FRONT ? SECTOR : 0;
        int tablesAt = dataAt + data.size();
        byte[] trailer = trailer(dataAt, tablesAt, list.length, fork.length);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        if (trailerPlace == TrailerPlace.IN_FRONT) {
            file.writeBytes(trailer);
        }
        file.writeBytes(data.toByteArray());
        file.writeBytes(list);
        file.writeBytes(fork);
        if (trailerPlace == TrailerPlace.BEHIND) {
            file.writeBytes(trailer);
        }
        return file.toByteArray();
    }

    private byte[] trailer(int dataAt, int tablesAt, int listBytes, int forkBytes) {
        CRC32 master = new CRC32();
        for (int checksum : checksums) {
            master.update(ByteBuffer.allocate(4).putInt(0, checksum));
        }
        ByteBuffer out = ByteBuffer.allocate(SECTOR);
        out.putInt(0x6b6f6c79).putInt(4).putInt(SECTOR).putInt(1);
        out.putLong(24, dataAt).putLong(32, data.size());
        out.putLong(40, forkBytes > 0 ? tablesAt : 0).putLong(48, forkBytes);
        out.putInt(56, 1).putInt(60, 1);
        out.putLong(216, listBytes > 0 ? tablesAt : 0).putLong(224, listBytes);
        out.putInt(352, 2).putInt(356, 32).putInt(360, (int) master.getValue());
        out.putInt(488, 1).putLong(492, guest.size() / SECTOR);
        return out.array();
    }

    private String propertyList() {
        String items = stored.stream()
                .map(table -> """
                                <dict>
                                    <key>Attributes</key>
                                    <string>0x0050</string>
                                    <key>Data</key>
                                    <data>
                %s
                                    </data>
                                    <key>Name</key>
                                    <string>disk</string>
                                </dict>
                """.formatted(Base64.getMimeEncoder(40, "\n\t\t".getBytes(UTF_8))
                        .encodeToString(table)))
                .collect(Collectors.joining());
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                %s<plist version="1.0">
                <dict>
                    <key>resource-fork</key>
                    <dict>
                        <key>plst</key>
                        <array><dict><key>Data</key><data>AAAA</data></dict></array>
                        <key>blkx</key>
                        <array>
                %s        </array>
                    </dict>
                </dict>
                </plist>
                """.formatted(documentType, items);
    }

    private byte[] resourceFork() {
        ByteArrayOutputStream resources = new ByteArrayOutputStream();
        ByteBuffer references = ByteBuffer.allocate(stored.size() * 12);
        for (byte[] table : stored) {
            references.putShort((short) references.position()).putShort((short) -1);
            references.putInt(0x5000_0000 | resources.size()).putInt(0);
            resources.writeBytes(ByteBuffer.allocate(4).putInt(table.length).array());
            resources.writeBytes(table);
        }
        int mapAt = 256 + resources.size();
        ByteBuffer fork = ByteBuffer.allocate(mapAt + 28 + 2 + 16 + references.capacity());
        fork.putInt(256).putInt(mapAt).putInt(resources.size()).putInt(fork.capacity() - mapAt);
        fork.put(256, resources.toByteArray());
        fork.position(mapAt + 24).putShort((short) 28).putShort((short) 0);
        fork.putShort((short) 1);
        fork.putInt(0x706c7374).putShort((short) -1).putShort((short) 18);
        fork.putInt(0x626c6b78).putShort((short) (stored.size() - 1)).putShort((short) 18);
        fork.put(references.array());
        return fork.array();
    }

    private byte[] content(ChunkKind kind, int bytes) {
        byte[] content = new byte[bytes];
        if (kind != ChunkKind.ZERO && kind != ChunkKind.IGNORED) {
            int values = random.nextInt(1, 257);
            for (int i = 0; i < bytes; i++) {
                content[i] = (byte) random.nextInt(values);
            }
            Arrays.fill(content, bytes / 3, bytes / 2, (byte) 7);
            System.arraycopy(content, 0, content, bytes / 2, bytes / 3);
        }
        return content;
    }

    private byte[] stored(ChunkKind kind, byte[] content) {
        return switch (kind) {
            case PLAIN -> content;
            case ZLIB -> deflated(content);
            case ADC -> AppleCodecs.compress(Codec.ADC, content, random);
            case BZIP2 -> AppleCodecs.compress(Codec.BZIP2, content, random);
            case LZFSE -> Lzfse.compress(content, lzfseBlocks, random);
            case LZMA -> AppleCodecs.compress(Codec.XZ, content, random);
            case ZERO, IGNORED, COMMENT, END -> new byte[0];
        };
    }

    private static byte[] deflated(byte[] content) {
        try (Deflater deflater = new Deflater()) {
            deflater.setInput(content);
            deflater.finish();
            byte[] out = new byte[content.length + 100];
            return Arrays.copyOf(out, deflater.deflate(out));
        }
    }

    private static int number(ChunkKind kind) {
        return switch (kind) {
            case ZERO -> 0;
            case PLAIN -> 1;
            case IGNORED -> 2;
            case ADC -> 0x8000_0004;
            case ZLIB -> 0x8000_0005;
            case BZIP2 -> 0x8000_0006;
            case LZFSE -> 0x8000_0007;
            case LZMA -> 0x8000_0008;
            case COMMENT -> 0x7fff_fffe;
            case END -> -1;
        };
    }

    private static void entry(ByteBuffer entries, int kind, int sector, int sectors, int offset, int length) {
        entries.putInt(kind)
                .putInt(0)
                .putLong(sector)
                .putLong(sectors)
                .putLong(offset)
                .putLong(length);
    }
}
