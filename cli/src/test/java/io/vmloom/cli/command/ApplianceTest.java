package io.vmloom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.Command;
import io.vmloom.cli.testing.Folder;
import io.vmloom.cli.testing.Guest;
import io.vmloom.cli.testing.Ova;
import io.vmloom.codec.Wrapper;
import io.vmloom.testing.Peers;
import io.vmloom.testing.TarFiles;
import io.vmloom.testing.Wrapped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Disks are converted out of packages, where they lie. */
class ApplianceTest {
    @TempDir
    private Path folder;

    private Path system;
    private Path data;

    @BeforeEach
    void writeGuests() throws IOException {
        system = Guest.FRAGMENTS.writeRaw(folder.resolve("system.raw"));
        data = Guest.ODD.writeRaw(folder.resolve("data.raw"));
    }

    @Test
    void eachDiskOfAnArchiveBecomesATarget() throws IOException {
        Path ova = new Ova()
                .disk("web-disk1.vmdk", image(system, "vmdk", "subformat=streamOptimized"))
                .disk("disks/data.vmdk", image(data, "vmdk", "subformat=monolithicSparse"))
                .write(folder.resolve("web.ova"));
        Path out = folder.resolve("out");

        Command.Outcome outcome = Command.run("convert", ova, out, "--to", "qcow2", "--verify", "full")
                .succeeded();

        assertThat(Folder.files(out)).containsExactly("disks-data.qcow2", "web-disk1.qcow2");
        Peers.run("qemu-img", "compare", system, out.resolve("web-disk1.qcow2"));
        Peers.run("qemu-img", "compare", data, out.resolve("disks-data.qcow2"));
        assertThat(outcome.out()).contains(out + "/web-disk1.qcow2: 8.0 MiB disk");
        assertThat(Command.run("convert", ova, out).succeeded().out())
                .contains("web-disk1.qcow2: skipped, an equal target is there", "disks-data.qcow2: skipped");
    }

    @ParameterizedTest
    @CsvSource({
        "raw, ''",
        "qcow2, ''",
        "qcow2, compress=on",
        "qcow2, 'extended_l2=on,cluster_size=16k'",
        "vmdk, subformat=streamOptimized",
        "vmdk, subformat=monolithicSparse",
        "vdi, ''",
        "vpc, ''",
        "vhdx, ''",
        "qcow, ''",
        "qed, ''",
        "parallels, ''"
    })
    void aDiskOfAnyFormatIsReadInsideAnArchiveAsOutsideOfIt(String format, String options) throws IOException {
        byte[] image = image(system, format, options);
        Path ova = new Ova().disk("disk.img", image).write(folder.resolve("web.ova"));
        Path target = folder.resolve("target.raw");

        Command.run("convert", ova, target, "--member", "disk.img").succeeded();

        Peers.run("qemu-img", "compare", "-f", "raw", "-F", "raw", system, target);
    }

    @ParameterizedTest
    @CsvSource({"luks, ''", "qcow2, encrypt.format=luks"})
    void anEncryptedDiskIsDecryptedInsideAnArchive(String format, String options) throws IOException {
        Path key = Files.writeString(folder.resolve("key"), "correct horse");
        byte[] image = image(system, format, options, "--target-key", "file:" + key);
        Path ova = new Ova().disk("disk.img", image).write(folder.resolve("web.ova"));
        Path target = folder.resolve("target.raw");

        Command.run("convert", ova, target, "--key", "file:" + key, "--verify", "full")
                .succeeded();

        Peers.run("qemu-img", "compare", "-f", "raw", "-F", "raw", system, target);
    }

    @Test
    void anOverlayFindsItsBaseInTheArchiveWhenThatIsAllowed() throws IOException {
        Path base = folder.resolve("base.qcow2");
        Files.write(base, image(system, "qcow2", ""));
        Path overlay = folder.resolve("overlay.qcow2");
        Peers.run("qemu-img", "create", "-q", "-f", "qcow2", "-b", base, "-F", "qcow2", overlay);
        Peers.run("qemu-io", "-f", "qcow2", "-c", "write -P 7 12288 9k", overlay);
        Path ova = new Ova()
                .disk("overlay.qcow2", Files.readAllBytes(overlay))
                .file("base.qcow2", Files.readAllBytes(base))
                .write(folder.resolve("web.ova"));
        Files.delete(base.resolveSibling("base.qcow2"));
        Path target = folder.resolve("target.raw");

        assertThat(Command.run("convert", ova, target, "--member", "overlay.qcow2")
                        .complaint(ExitCode.REFUSED))
                .contains("which was not listed and is not looked for");
        Command.run("convert", "--allow-chain", ova, target, "--member", "overlay.qcow2", "--verify", "full")
                .succeeded();

        Files.write(base, image(system, "qcow2", ""));
        Peers.run("qemu-img", "compare", overlay, target);
    }

    @Test
    void whatIsCompressedOrInPiecesIsUnpackedWhenThatIsAllowed() throws IOException {
        byte[] vmdk = image(system, "vmdk", "subformat=streamOptimized");
        byte[] gzipped = Wrapped.of(Wrapper.GZIP, Files.readAllBytes(data));
        Ova ova = new Ova()
                .chunked("system.vmdk", vmdk, 100_000, "")
                .gzipped("data.raw.gz", gzipped)
                .chunked("both.raw.gz", gzipped, 7777, " ovf:compression=\"gzip\"");
        for (Path source : new Path[] {
            ova.write(folder.resolve("web.ova")), ova.writeInto(Files.createDirectory(folder.resolve("web")))
        }) {
            Path out = folder.resolve("out-" + source.getFileName());

            Command.Outcome refused = Command.run("convert", source, out).ended(ExitCode.REFUSED);
            Command.run("convert", "--unpack", source, out, "--to", "raw").succeeded();

            assertThat(refused.err()).contains("it is cut into", "(--unpack, source.unpack in a manifest)");
            assertThat(Folder.files(out)).containsExactly("both.raw", "data.raw", "system.raw");
            Peers.run("qemu-img", "compare", "-f", "raw", "-F", "raw", system, out.resolve("system.raw"));
            Peers.run("qemu-img", "compare", "-f", "raw", "-F", "raw", data, out.resolve("data.raw"));
            Peers.run("qemu-img", "compare", "-f", "raw", "-F", "raw", data, out.resolve("both.raw"));
        }
    }

    @Test
    void aDescriptorWithItsDisksBesideItIsAnApplianceToo() throws IOException {
        Path ovf = new Ova()
                .disk("disk1.vmdk", image(system, "vmdk", ""))
                .writeInto(Files.createDirectory(folder.resolve("web")));
        Path out = folder.resolve("out");

        Command.run("convert", ovf, out).succeeded();

        Peers.run("qemu-img", "compare", system, out.resolve("disk1.qcow2"));
    }

    @Test
    void aDiskOutsideOfTheDirectoryIsNotOpened() throws IOException {
        Path web = Files.createDirectory(folder.resolve("web"));
        Path ovf = new Ova().disk("../system.raw", new byte[0]).writeInto(web);
        Files.delete(system);
        Files.createSymbolicLink(web.resolve("link.raw"), data);
        Path linked = new Ova().disk("link.raw", new byte[0]).writeInto(Files.createDirectory(folder.resolve("b")));
        Files.delete(linked.resolveSibling("link.raw"));
        Files.createSymbolicLink(linked.resolveSibling("link.raw"), data);

        assertThat(Command.run("convert", ovf, folder.resolve("out")).complaint(ExitCode.REFUSED))
                .contains("it has no file '../system.raw', which is a disk of its machine");
        assertThat(Command.run("convert", linked, folder.resolve("out")).complaint(ExitCode.REFUSED))
                .contains("it has no file 'link.raw', which is a disk of its machine");
    }

    @Test
    void inspectingTellsMachineDisksAndWhetherTheManifestIsRight() throws IOException {
        byte[] vmdk = image(system, "vmdk", "");
        Ova right = new Ova().disk("disk1.vmdk", vmdk);
        Path ova = right.write(folder.resolve("web.ova"));

        JsonNode tree = JsonMapper.shared()
                .readTree(Command.run("inspect", "--json", ova).succeeded().out());

        assertThat(tree.at("/machines/0/name").asString()).isEqualTo("web");
        assertThat(tree.at("/disks/0/file").asString()).isEqualTo("disk1.vmdk");
        assertThat(tree.get("findings")
                        .valueStream()
                        .map(finding -> finding.get("kind").asString()))
                .containsExactly("verified", "verified");
        assertThat(Command.run("inspect", ova, "--member", "disk1.vmdk")
                        .succeeded()
                        .out())
                .contains("format:", "vmdk");

        Path changed = folder.resolve("changed.ova");
        byte[] archive = Files.readAllBytes(ova);
        int at = indexOfLastByte(archive, vmdk);
        archive[at] ^= 1;
        Files.write(changed, archive);

        Command.Outcome wrong = Command.run("inspect", changed, "--all-digests").ended(ExitCode.FAILED);
        assertThat(wrong.out()).contains("wrong:", "disk1.vmdk is another file than the manifest tells of");
    }

    @Test
    void anArchiveWithoutTheDiskThatIsWantedSaysWhatIsInIt() throws IOException {
        Path ova = new Ova().disk("disk1.vmdk", image(system, "vmdk", "")).write(folder.resolve("web.ova"));

        assertThat(Command.run("convert", ova, folder.resolve("x.raw"), "--member", "disk2.vmdk")
                        .complaint(ExitCode.USAGE))
                .isEqualTo(ova + " has no member 'disk2.vmdk', but web.ovf, web.mf, disk1.vmdk");
        assertThat(Command.run("convert", system, folder.resolve("x.raw"), "--member", "disk2.vmdk")
                        .complaint(ExitCode.USAGE))
                .startsWith(system + " is neither an archive nor a descriptor of a machine");
    }

    @Test
    void aDescriptorInADirectoryOfTheArchiveNamesFilesFromThereOn() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        new Ova()
                .disk("disk1.vmdk", image(system, "vmdk", ""))
                .chunked("disk2.raw", Files.readAllBytes(data), 500_000, "")
                .files()
                .forEach((name, content) -> files.put("machines/web/" + name, content));
        Path ova = Files.write(folder.resolve("web.ova"), TarFiles.of(files));
        Path out = folder.resolve("out");

        Command.run("inspect", ova, "--all-digests").succeeded();
        Command.run("convert", "--unpack", ova, out).succeeded();

        assertThat(Folder.files(out)).containsExactly("machines-web-disk1.qcow2", "machines-web-disk2.qcow2");
        Peers.run("qemu-img", "compare", system, out.resolve("machines-web-disk1.qcow2"));
        Peers.run("qemu-img", "compare", data, out.resolve("machines-web-disk2.qcow2"));
    }

    @Test
    void theDisksOfAMachinesDirectoryAreFoundByItsConfiguration() throws IOException {
        Path directory = Files.createDirectory(folder.resolve("web"));
        Files.write(directory.resolve("web.vmdk"), image(system, "vmdk", ""));
        Files.write(directory.resolve("data.vdi"), image(data, "vdi", ""));
        Path vmx = Files.writeString(directory.resolve("web.vmx"), """
                .encoding = "UTF-8"
                config.version = "8"
                virtualHW.version = "14"
                displayName = "web"
                memsize = "512"
                scsi0.present = "TRUE"
                scsi0:0.present = "TRUE"
                scsi0:0.fileName = "/vmfs/volumes/old/web/web.vmdk"
                """);
        Path vbox = Files.writeString(directory.resolve("web.vbox"), """
                <VirtualBox><Machine name="web"><MediaRegistry><HardDisks>
                <HardDisk uuid="{1}" location="data.vdi" format="VDI"/></HardDisks></MediaRegistry>
                <Hardware><Memory RAMSize="64"/></Hardware><StorageControllers><StorageController type="AHCI">
                <AttachedDevice type="HardDisk" port="0"><Image uuid="{1}"/></AttachedDevice>
                </StorageController></StorageControllers></Machine></VirtualBox>
                """);

        Command.run("convert", vmx, folder.resolve("a")).succeeded();
        Command.run("convert", vbox, folder.resolve("b.raw")).succeeded();

        Peers.run("qemu-img", "compare", system, folder.resolve("a/web.qcow2"));
        Peers.run("qemu-img", "compare", "-f", "raw", "-F", "raw", data, folder.resolve("b.raw"));
    }

    @Test
    void severalDisksAreNotOneFile() throws IOException {
        Path ova = new Ova()
                .disk("a.raw", new byte[512])
                .disk("b.raw", new byte[512])
                .write(folder.resolve("web.ova"));

        assertThat(Command.run("convert", ova, folder.resolve("x.qcow2")).complaint(ExitCode.USAGE))
                .endsWith("is one file; give a directory, or choose one with --member");
    }

    private byte[] image(Path raw, String format, String options, Object... more) throws IOException {
        Path image = folder.resolve("made." + format);
        Files.deleteIfExists(image);
        Object[] words = new Object[5 + (options.isEmpty() ? 0 : 2) + more.length];
        int at = 0;
        words[at++] = "convert";
        words[at++] = raw;
        words[at++] = image;
        words[at++] = "--to";
        words[at++] = format;
        if (!options.isEmpty()) {
            words[at++] = "-o";
            words[at++] = options;
        }
        System.arraycopy(more, 0, words, at, more.length);
        Command.run(words).succeeded();
        byte[] bytes = Files.readAllBytes(image);
        Files.delete(image);
        return bytes;
    }

    /** Where the disk's last byte is in the archive: the disk is the last member. */
    private static int indexOfLastByte(byte[] archive, byte[] disk) {
        int end = archive.length - 1;
        while (archive[end] == 0) {
            end--;
        }
        return end - Math.min(100, disk.length / 2);
    }
}
