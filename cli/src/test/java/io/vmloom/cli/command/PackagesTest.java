package io.vmloom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.Command;
import io.vmloom.cli.testing.Folder;
import io.vmloom.cli.testing.Guest;
import io.vmloom.cli.testing.Ova;
import io.vmloom.testing.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Disks and machines are put into OVAs, which other programs read. */
class PackagesTest {
    @TempDir
    private Path folder;

    private Path system;
    private Path data;
    private Path out;

    @BeforeEach
    void writeGuests() throws IOException {
        system = Guest.FRAGMENTS.writeRaw(folder.resolve("system.raw"));
        data = Guest.ODD.writeRaw(folder.resolve("data.raw"));
        out = Files.createDirectory(folder.resolve("out"));
    }

    @Test
    void imagesOfAnyFormatBecomeTheDisksOfAMachine() throws IOException {
        Path qcow2 = convert(system, "system.qcow2");
        Path vdi = convert(data, "data.vdi");
        Path ova = out.resolve("web.ova");

        Command.Outcome outcome =
                Command.run("convert", qcow2, vdi, ova, "--verify", "full").succeeded();

        assertThat(Folder.files(out)).containsExactly("web.ova");
        assertThat(outcome.out()).contains(qcow2 + ": 8.0 MiB disk", ova + ": ova of 2 disks");
        assertThat(outcome.err()).contains("nothing tells of it but its disks");
        assertThat(Peers.run("tar", "-tf", ova).output().lines())
                .containsExactly("web.ovf", "web.mf", "web-disk1.vmdk", "web-disk2.vmdk");
        Peers.run("7zz", "t", "-ttar", ova);
        Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
        Peers.run("tar", "-xf", ova, "-C", unpacked);
        for (Path disk : List.of(unpacked.resolve("web-disk1.vmdk"), unpacked.resolve("web-disk2.vmdk"))) {
            assertThat(Peers.run("qemu-img", "info", disk).output()).contains("streamOptimized");
            Peers.run("qemu-img", "check", disk);
        }
        Peers.run("qemu-img", "compare", system, unpacked.resolve("web-disk1.vmdk"));
        Peers.run("qemu-img", "compare", data, unpacked.resolve("web-disk2.vmdk"));
        Command.run("inspect", "--all-digests", ova).succeeded();
        Command.run("inspect", "--all-digests", unpacked.resolve("web.ovf")).succeeded();
    }

    @Test
    void whatIsThereAlreadyIsSkippedWhenItIsEqualAndKeptWhenItIsNot() throws IOException {
        Path ova = out.resolve("web.ova");
        Command.run("convert", system, ova, "--from", "raw").succeeded();
        byte[] before = Files.readAllBytes(ova);

        assertThat(Command.run("convert", system, ova, "--from", "raw")
                        .succeeded()
                        .out())
                .contains(ova + ": skipped, an equal target is there");
        Command.Outcome refused =
                Command.run("convert", data, ova, "--from", "raw").ended(ExitCode.FAILED);

        assertThat(refused.err()).contains("it is another package; give another target, or overwrite it (--overwrite)");
        assertThat(Files.readAllBytes(ova)).isEqualTo(before);
        Command.run("convert", data, ova, "--from", "raw", "--overwrite").succeeded();
        assertThat(Files.readAllBytes(ova)).isNotEqualTo(before);
        assertThat(Folder.files(out)).containsExactly("web.ova");
    }

    @Test
    void theMachineOfAConfigurationIsTheOneOfThePackage() throws IOException {
        Path vmx = Files.writeString(folder.resolve("web.vmx"), """
                config.version = "8"
                virtualHW.version = "13"
                displayName = "Web server"
                guestOS = "debian12-64"
                memsize = "3072"
                numvcpus = "2"
                scsi0.present = "TRUE"
                scsi0.virtualDev = "lsilogic"
                scsi0:0.present = "TRUE"
                scsi0:0.fileName = "system.vmdk"
                sata0.present = "TRUE"
                sata0:3.present = "TRUE"
                sata0:3.fileName = "data.vmdk"
                sata0:4.present = "TRUE"
                sata0:4.deviceType = "cdrom-image"
                sata0:4.fileName = "tools.iso"
                """);
        convert(data, "data.vmdk");
        convert(system, "system.vmdk");
        Path ova = out.resolve("web.ova");

        Command.Outcome outcome = Command.run("convert", vmx, ova, "--json").succeeded();
        JsonNode inspected = JsonMapper.shared()
                .readTree(Command.run("inspect", "--all-digests", "--json", ova)
                        .succeeded()
                        .out());

        assertThat(outcome.out()).contains("tools.iso");
        JsonNode machine = inspected.get("machines").get(0);
        assertThat(machine.get("name").asString()).isEqualTo("Web server");
        assertThat(machine.get("processors").asInt()).isEqualTo(2);
        assertThat(machine.get("memoryBytes").asLong()).isEqualTo(3L << 30);
        assertThat(machine.get("drives").asInt()).isEqualTo(3);
        assertThat(inspected.get("disks").size()).isEqualTo(2);
        if (Peers.has("virt-v2v")) { // large, and not needed elsewhere
            assertThat(Peers.run("virt-v2v", "-i", "ova", ova, "--print-source").output())
                    .contains("source name: Web server", "memory: 3221225472 (bytes)", "nr vCPUs: 2");
        }
        Path raw = folder.resolve("out.raw");
        // by their places: SATA before SCSI
        Command.run("convert", ova, raw, "--member", "web-disk2.vmdk").succeeded();
        Peers.run("qemu-img", "compare", "-f", "raw", "-F", "raw", system, raw);
    }

    @Test
    void aPackageIsMadeAnewFromAnother() throws IOException {
        Path a = new Ova()
                .disk("disks/data.img", Files.readAllBytes(convert(data, "data.qcow2")))
                .disk("system.vmdk", Files.readAllBytes(convert(system, "system.vmdk")))
                .write(folder.resolve("a.ova"));
        Path b = out.resolve("b.ova");
        Path moved = out.resolve("moved.ova");
        Path c = out.resolve("c.ova");

        Command.run("convert", a, b).succeeded();
        Command.run("convert", a, c, "--verify", "none").succeeded();
        assertThat(Command.run("convert", a, moved, "--bus", "sata").succeeded().err())
                .contains("sata0:0: a rule says so");

        assertThat(Peers.run("tar", "-tf", b).output().lines())
                .containsExactly("b.ovf", "b.mf", "b-disk1.vmdk", "b-disk2.vmdk");
        Command.run("inspect", "--all-digests", c).succeeded();
        Path raw = folder.resolve("out.raw");
        Command.run("convert", b, raw, "--member", "b-disk1.vmdk").succeeded();
        Peers.run("qemu-img", "compare", "-f", "raw", "-F", "raw", data, raw);
    }

    @Test
    void nothingIsLeftWhenADiskCanNotBeRead() throws IOException {
        Path broken = Files.write(folder.resolve("broken.qcow2"), new byte[] {'Q', 'F', 'I', (byte) 0xfb, 0, 0, 0, 9});
        Path ova = out.resolve("web.ova");

        Command.Outcome refused = Command.run("convert", convert(system, "system.qcow2"), broken, ova)
                .ended(ExitCode.REFUSED);

        assertThat(refused.err()).contains("its disk 'web-disk2.vmdk' was not made");
        assertThat(Folder.files(out)).isEmpty();
    }

    @Test
    void whatAPackageCanNotHoldIsRefused() throws IOException {
        Path key = Files.writeString(folder.resolve("key"), "correct horse");
        Path ova = out.resolve("web.ova");

        assertThat(Command.run("convert", system, ova, "--target-key", "file:" + key)
                        .complaint(ExitCode.USAGE))
                .contains("no program opens an encrypted disk of a package");
        assertThat(Command.run("convert", system, ova, "-o", "subformat=monolithicFlat")
                        .complaint(ExitCode.USAGE))
                .contains("disks of a package are streamOptimized");
        assertThat(Command.run("convert", system, ova, "--config", "libvirt").complaint(ExitCode.USAGE))
                .contains("an OVA has a descriptor, and names of its own");
        assertThat(Folder.files(out)).isEmpty();
    }

    private Path convert(Path raw, String name) {
        Path image = folder.resolve(name);
        Command.run("convert", raw, image, "--from", "raw").succeeded();
        return image;
    }
}
