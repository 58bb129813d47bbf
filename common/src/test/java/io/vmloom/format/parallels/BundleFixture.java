package io.vmloom.format.parallels;

import io.vmloom.testing.Peers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;

/** A directory of image files that qemu-img made, with a descriptor. */
record BundleFixture(Path folder) {
    static final long PIECE_BYTES = 1 << 20;
    static final String TOP = "{5fbaabe3-6958-40ff-92a7-860e329aab41}";
    static final String BASE = "{11111111-2222-3333-4444-555555555555}";
    static final String NONE = "{00000000-0000-0000-0000-000000000000}";
    private static final int SECTORS = (int) (PIECE_BYTES / 512);

    Path descriptor() {
        return folder.resolve(DiskDescriptor.FILE_NAME);
    }

    void expandable(String name, int seed) {
        Path image = folder.resolve(name);
        Peers.run("qemu-img", "create", "-q", "-f", "parallels", "-o", "cluster_size=64k", image, PIECE_BYTES);
        Random random = new Random(seed);
        Stream<String> commands = random.longs(5, 0, SECTORS)
                .mapToObj(sector -> "write -q -P " + (1 + random.nextInt(255)) + " " + sector * 512 + " "
                        + Math.min(512L * (1 + random.nextInt(200)), PIECE_BYTES - sector * 512));
        Peers.run(
                "qemu-io",
                Stream.of(Stream.of("-f", "parallels"), commands.flatMap(c -> Stream.of("-c", c)), Stream.of(image))
                        .flatMap(part -> part)
                        .toArray());
    }

    /** What qemu-img reads of these images one behind the other. */
    byte[] byQemu(String... images) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (String image : images) {
            Path raw = folder.resolve("expected.raw");
            Peers.run("qemu-img", "convert", "-O", "raw", image, raw);
            Files.copy(raw, content);
        }
        return content.toByteArray();
    }

    String only(String file) {
        return "json:" + node(file, "");
    }

    /** As qemu-img knows it: its driver reads one file, and is told by whoever opens it what lies below. */
    String above(String upper, String lower) {
        return "json:" + node(upper, ",\"backing\":" + node(lower, ""));
    }

    private String node(String file, String more) {
        return "{\"driver\":\"parallels\",\"file\":{\"driver\":\"file\",\"filename\":\"%s\"}%s}"
                .formatted(folder.resolve(file), more);
    }

    void describe(String storages, String snapshots) throws IOException {
        long pieces = storages.split("<Storage>", -1).length - 1;
        Files.writeString(descriptor(), """
                <?xml version='1.0' encoding='UTF-8'?>
                <Parallels_disk_image Version="1.0">
                    <Disk_Parameters>
                        <Disk_size>%d</Disk_size>
                        <LogicSectorSize>512</LogicSectorSize>
                        <Padding>0</Padding>
                        <Encryption><Engine>%s</Engine><Data></Data></Encryption>
                    </Disk_Parameters>
                    <StorageData>%s</StorageData>
                    <Snapshots>%s</Snapshots>
                </Parallels_disk_image>
                """.formatted(pieces * SECTORS, NONE, storages, snapshots));
    }

    static String storage(int number, String images) {
        return "<Storage><Start>%d</Start><End>%d</End><Blocksize>128</Blocksize>%s</Storage>"
                .formatted(number * SECTORS, (number + 1) * SECTORS, images);
    }

    static String image(String snapshot, String type, String file) {
        return "<Image><GUID>%s</GUID><Type>%s</Type><File>%s</File></Image>".formatted(snapshot, type, file);
    }

    static String shot(String snapshot, String parent) {
        return "<Shot><GUID>%s</GUID><ParentGUID>%s</ParentGUID></Shot>".formatted(snapshot, parent);
    }
}
