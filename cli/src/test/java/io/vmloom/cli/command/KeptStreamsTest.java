package io.vmloom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.testing.Command;
import io.vmloom.cli.testing.Guest;
import io.vmloom.codec.CodecException;
import io.vmloom.codec.Codecs;
import io.vmloom.codec.Decompressor;
import io.vmloom.extent.CompressedUnit;
import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.extent.Mapping;
import io.vmloom.source.ByteSource;
import io.vmloom.store.Companions;
import io.vmloom.testing.LocalImage;
import io.vmloom.testing.Peers;
import io.vmloom.unit.GuestOffset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Targets that take what a source has compressed as it stands there. */
class KeptStreamsTest {
    private static final int MARKER_BYTES = 12;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "qcow2 | compression_type=zlib | qcow2 | compress=on",
                "qcow2 | compression_type=zlib,compat=0.10 | qcow2 | compress=on",
                "qcow2 | compression_type=zlib,cluster_size=4k | qcow2 | compress=on,cluster_size=4k,compat=0.10",
                "qcow2 | compression_type=zlib,cluster_size=2M | qcow2 | compress=on,cluster_size=2M",
                "qcow2 | compression_type=zlib,extended_l2=on | qcow2 | compress=on",
                "qcow2 | compression_type=zstd | qcow2 | compress=on,compression_type=zstd",
                "qcow2 | compression_type=zlib,cluster_size=32k | qcow | compress=on,cluster_size=32k",
                "vmdk | subformat=streamOptimized | vmdk | subformat=streamOptimized"
            })
    void haveTheSourcesStreams(String from, String made, String to, String options) throws IOException {
        Path raw = Guest.FRAGMENTS.writeRaw(folder.resolve("web.raw"));
        Path source = folder.resolve("web." + from);
        Peers.run("qemu-img", "convert", "-c", "-f", "raw", "-O", from, "-o", made, raw, source);
        Path target = folder.resolve("new." + to);

        Command.run("convert", "--to", to, "-o", options, "--verify", "full", source, target)
                .succeeded();

        assertThat(streams(target)).isNotEmpty().isEqualTo(streams(source));
        Peers.run("qemu-img", "compare", "-f", "raw", "-F", to, raw, target);
        if (!to.equals("qcow")) {
            Peers.run("qemu-img", "check", "-f", to, target);
        }
    }

    /** The guest is the same, and so is what a guest's digest says; all streams are made anew. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "qcow2 | compression_type=zlib | qcow2 | compress=on,compression_level=9",
                "qcow2 | compression_type=zlib | qcow2 | compress=on,compression_type=zstd",
                "qcow2 | compression_type=zlib | qcow2 | compress=on,cluster_size=32k",
                "qcow2 | compression_type=zlib | vmdk | subformat=streamOptimized",
                "vmdk | subformat=streamOptimized | qcow2 | compress=on",
                "vmdk | subformat=streamOptimized | vmdk | subformat=streamOptimized,compression_level=9"
            })
    void haveStreamsOfTheirOwnWhereTheyCanNotOrMustNot(String from, String made, String to, String options)
            throws IOException {
        Path raw = Guest.FRAGMENTS.writeRaw(folder.resolve("web.raw"));
        Path source = folder.resolve("web." + from);
        Peers.run("qemu-img", "convert", "-c", "-f", "raw", "-O", from, "-o", made, raw, source);
        Path target = folder.resolve("new." + to);

        Command.run("convert", "--to", to, "-o", options, "--verify", "full", source, target)
                .succeeded();

        assertThat(streams(target)).isNotEqualTo(streams(source));
        Peers.run("qemu-img", "compare", "-f", "raw", "-F", to, raw, target);
        Peers.run("qemu-img", "check", "-f", to, target);
    }

    @Test
    void areTheSameBytesAgain() throws IOException {
        Path raw = Guest.FRAGMENTS.writeRaw(folder.resolve("web.raw"));
        Path source = folder.resolve("web.qcow2");
        Peers.run("qemu-img", "convert", "-c", "-f", "raw", "-O", "qcow2", raw, source);
        Path target = folder.resolve("new.qcow2");
        Command.run("convert", "-o", "compress=on", source, target).succeeded();
        byte[] first = Files.readAllBytes(target);
        Files.delete(target);

        Command.run("convert", "-o", "compress=on", source, target).succeeded();

        assertThat(target).hasBinaryContent(first);
    }

    /** What an overlay changes is compressed anew, the rest is what the backing file has. */
    @Test
    void ofAChainAreThoseOfUnitsThatOneImageHolds() throws IOException {
        Path raw = Guest.FRAGMENTS.writeRaw(folder.resolve("web.raw"));
        Path base = folder.resolve("base.qcow2");
        Peers.run("qemu-img", "convert", "-c", "-f", "raw", "-O", "qcow2", raw, base);
        Path overlay = folder.resolve("web.qcow2");
        Peers.run("qemu-img", "create", "-f", "qcow2", "-b", base, "-F", "qcow2", overlay);
        Peers.run("qemu-io", "-f", "qcow2", "-c", "write -P 7 100k 3k", overlay);
        Path target = folder.resolve("new.qcow2");

        Command.run("convert", "--allow-chain", "-o", "compress=on", "--verify", "full", overlay, target)
                .succeeded();

        Map<Long, String> expected = streams(base);
        Map<Long, String> written = streams(target);
        expected.remove(1L << 16);
        written.remove(1L << 16);
        assertThat(written).isEqualTo(expected);
        Peers.run("qemu-img", "compare", "-f", "qcow2", "-F", "qcow2", overlay, target);
    }

    /** The stream of each compressed unit that is not all zeros, in hexadecimal, by where the unit is in the guest. */
    private static Map<Long, String> streams(Path file) throws IOException {
        Map<Long, String> streams = new TreeMap<>();
        try (LocalImage opened = LocalImage.open(file, "", Companions.NONE)) {
            ExtentCursor extents = opened.image().extents(GuestOffset.ZERO);
            for (Optional<Extent> next = extents.next(); next.isPresent(); next = extents.next()) {
                Extent extent = next.get();
                if (extent.mapping() instanceof Mapping.Compressed compressed) {
                    ByteSource member = opened.image().members().get(compressed.member());
                    streams.put(extent.start().bytes(), stream(member, compressed));
                }
            }
        }
        return streams;
    }

    private static String stream(ByteSource member, Mapping.Compressed compressed) {
        byte[] stored = new byte[compressed.maxLengthBytes()];
        member.read(compressed.host().bytes(), ByteBuffer.wrap(stored));
        boolean marked = compressed.unit().framing() == CompressedUnit.Framing.SECTOR_MARKED;
        int offset = marked ? MARKER_BYTES : 0;
        int maxLength =
                marked ? ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN).getInt(8) : stored.length;
        int decodedBytes = compressed.unit().decodedBytes();
        try (Decompressor decompressor = Codecs.decompressor(compressed.unit().codec())) {
            int length = decompressor.decompress(stored, offset, maxLength, new byte[decodedBytes], 0, decodedBytes);
            return HexFormat.of().formatHex(stored, offset, offset + length);
        } catch (CodecException e) {
            throw new AssertionError(e);
        }
    }
}
