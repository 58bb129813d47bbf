package io.vmloom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.embedded.EmbeddedS3;
import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.ChildCommand;
import io.vmloom.cli.testing.Command;
import io.vmloom.cli.testing.Folder;
import io.vmloom.cli.testing.Guest;
import io.vmloom.cli.testing.Ova;
import io.vmloom.testing.Peers;
import io.vmloom.unit.Alignment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A machine goes to another hypervisor by one command. */
class MachineConversionTest {
    private static final String VMX = """
            .encoding = "UTF-8"
            config.version = "8"
            virtualHW.version = "13"
            displayName = "web 01"
            guestOS = "debian12-64"
            memsize = "512"
            strange.key = "1"
            scsi0.present = "TRUE"
            scsi0.virtualDev = "lsilogic"
            scsi0:0.present = "TRUE"
            scsi0:0.fileName = "/vmfs/volumes/old/web/system.vmdk"
            scsi0:1.present = "TRUE"
            scsi0:1.fileName = "data.vmdk"
            ethernet0.present = "TRUE"
            ethernet0.virtualDev = "vmxnet3"
            ethernet0.networkName = "VM Network"
            """;

    @TempDir
    private Path folder;

    private Path system = Path.of("");
    private Path data = Path.of("");
    private Path vmx = Path.of("");

    @BeforeEach
    void aMachineOfVmware() throws IOException {
        system = Guest.FRAGMENTS.writeRaw(folder.resolve("system.raw"));
        data = Guest.ODD.writeRaw(folder.resolve("data.raw"));
        Path directory = Files.createDirectory(folder.resolve("web"));
        vmx = Files.writeString(directory.resolve("web.vmx"), VMX);
        Command.run("convert", system, directory.resolve("system.vmdk")).succeeded();
        Command.run("convert", data, directory.resolve("data.vmdk"), "-o", "subformat=streamOptimized")
                .succeeded();
    }

    @Test
    void aDirectoryOfVmwareBecomesOneForKvm() throws IOException {
        Path out = folder.resolve("out");

        Command.Outcome outcome = Command.run(
                        "convert",
                        vmx,
                        out,
                        "--config",
                        "libvirt",
                        "--bus",
                        "virtio",
                        "--nic",
                        "virtio",
                        "--network",
                        "*=bridge:br0")
                .succeeded();

        assertThat(Folder.files(out)).containsExactly("data.qcow2", "system.qcow2", "web-01.xml");
        Peers.run("qemu-img", "compare", system, out.resolve("system.qcow2"));
        Peers.run("qemu-img", "compare", data, out.resolve("data.qcow2"));
        Peers.run("virt-xml-validate", out.resolve("web-01.xml"), "domain");
        assertThat(Files.readString(out.resolve("web-01.xml")))
                .contains("<source file='" + out.resolve("system.qcow2") + "'/>")
                .contains("<source file='" + out.resolve("data.qcow2") + "'/>")
                .contains("<driver name='qemu' type='qcow2'/>", "<target dev='vdb' bus='virtio'/>")
                .contains("<source bridge='br0'/>");
        assertThat(outcome.out()).contains("web-01.xml: libvirt of 2 disks, ");
        assertThat(outcome.err()).contains("line 7: strange.key = 1: unknown setting, left out");

        assertThat(Command.run("convert", vmx, out, "--config", "libvirt", "--bus", "virtio", "--nic", "virtio")
                        .ended(ExitCode.FAILED)
                        .err())
                .contains("web-01.xml already exists; its text is another one");
        assertThat(Command.run(
                                "convert",
                                vmx,
                                out,
                                "--config",
                                "libvirt",
                                "--bus",
                                "virtio",
                                "--nic",
                                "virtio",
                                "--network",
                                "*=bridge:br0")
                        .succeeded()
                        .out())
                .contains("system.qcow2: skipped", "web-01.xml: skipped");
    }

    @ParameterizedTest
    @CsvSource({
        "xen, raw, web.cfg, '\"format=raw, vdev=hda, access=rw, target=OUT/disk1.raw'",
        "proxmox, qcow2, web.conf, 'OUT/disk1.qcow2'",
        "vmx, vmdk, web.vmx, 'fileName = \"disk1.vmdk\"'",
        "ovf, vmdk, web.ovf, 'ovf:href=\"disk1.vmdk\"'",
        "libvirt, qcow2, web.xml, OUT/disk1.qcow2"
    })
    void anArchiveBecomesAnyKindWithDisksOfItsUsualFormat(String kind, String format, String config, String text)
            throws IOException {
        Path vmdk = folder.resolve("made.vmdk");
        Command.run("convert", system, vmdk, "-o", "subformat=streamOptimized").succeeded();
        Path ova = new Ova().disk("disk1.vmdk", Files.readAllBytes(vmdk)).write(folder.resolve("web.ova"));
        Path out = folder.resolve("out");

        Command.run("convert", ova, out, "--config", kind).succeeded();

        List<String> expected = new ArrayList<>(List.of("disk1." + format, config));
        if (kind.equals("ovf")) {
            expected.add("web.mf");
        }
        assertThat(Folder.files(out)).containsExactlyInAnyOrderElementsOf(expected);
        Peers.run("qemu-img", "compare", "-F", format, system, out.resolve("disk1." + format));
        assertThat(Files.readString(out.resolve(config)))
                .containsIgnoringWhitespaces(text.replace("OUT", out.toString()));
    }

    /** As {@code sha256sum} reads it, and by our own reader. */
    @Test
    void theFilesOfAPackageAreListedWithTheirDigests() throws Exception {
        Path out = folder.resolve("out");
        Object[] arguments = {"convert", vmx, out, "--config", "ovf"};

        Command.Outcome outcome = Command.run(arguments).succeeded();

        assertThat(Folder.files(out)).containsExactly("data.vmdk", "system.vmdk", "web-01.mf", "web-01.ovf");
        assertThat(outcome.out()).contains("web-01.mf: mf of 2 disks\n");
        Path sums = Files.writeString(
                folder.resolve("sums"),
                Files.readString(out.resolve("web-01.mf")).replaceAll("SHA256\\((.*)\\)= (.*)", "$2  $1"));
        assertThat(Peers.run("sh", "-c", "cd " + out + " && sha256sum -c " + sums)
                        .output())
                .contains("web-01.ovf: OK", "system.vmdk: OK", "data.vmdk: OK");
        assertThat(verified(out.resolve("web-01.ovf"))).containsExactly("web-01.ovf", "system.vmdk", "data.vmdk");
        assertThat(Files.readString(out.resolve("web-01.ovf")))
                .contains(
                        "ovf:size=\"" + Files.size(out.resolve("system.vmdk")) + "\"",
                        "ovf:size=\"" + Files.size(out.resolve("data.vmdk")) + "\"",
                        "ovf:capacity=\"" + Files.size(system) + "\"",
                        "ovf:capacity=\"" + Alignment.up(Files.size(data), 512) + "\"");
        assertThat(Peers.run("qemu-img", "info", out.resolve("system.vmdk")).output())
                .contains("create type: streamOptimized");
        assertThat(Command.run(arguments).succeeded().out()).contains("web-01.ovf: skipped", "web-01.mf: skipped");

        Files.write(out.resolve("data.vmdk"), new byte[] {1}, StandardOpenOption.APPEND);
        assertThat(Command.run("inspect", out.resolve("web-01.ovf"), "--all-digests")
                        .exitCode())
                .isEqualTo(ExitCode.FAILED.number());
    }

    @Test
    void aPackageNamesNoFileThatIsNotInIt() throws IOException {
        Files.writeString(vmx, VMX + """
                ide1:0.present = "TRUE"
                ide1:0.deviceType = "cdrom-image"
                ide1:0.fileName = "/iso/tools.iso"
                """);
        Path out = folder.resolve("out");

        JsonNode tree = JsonMapper.shared()
                .readTree(Command.run("convert", vmx, out, "--config", "ovf", "--json")
                        .succeeded()
                        .out());

        assertThat(Files.readString(out.resolve("web-01.ovf")))
                .contains("ovf:href=\"system.vmdk\"")
                .doesNotContain("tools.iso");
        assertThat(tree.at("/items/2/notes")
                        .valueStream()
                        .map(note -> note.get("setting").asString()))
                .contains("CD drive ide0:2");
    }

    /** What our own reader finds to be as the list of digests has it; nothing else may be found. */
    private static List<String> verified(Path descriptor) {
        JsonNode tree = JsonMapper.shared()
                .readTree(Command.run("inspect", descriptor, "--all-digests", "--json")
                        .succeeded()
                        .out());
        return tree.get("findings")
                .valueStream()
                .map(finding -> finding.get("kind").asString().equals("verified")
                        ? finding.get("file").asString()
                        : finding.toString())
                .toList();
    }

    @Test
    void aDomainOfLibvirtFindsItsDisksBesideIt() throws IOException {
        Path kvm = folder.resolve("kvm");
        Command.run("convert", vmx, kvm, "--config", "libvirt", "--disk-name", "/images/{stem}.{format}")
                .succeeded();
        Path back = folder.resolve("back");

        Command.run("convert", kvm.resolve("web-01.xml"), back, "--config", "vmx")
                .succeeded();

        assertThat(Folder.files(back)).containsExactly("data.vmdk", "system.vmdk", "web-01.vmx");
        Peers.run("qemu-img", "compare", system, back.resolve("system.vmdk"));
        assertThat(Files.readString(back.resolve("web-01.vmx"))).contains("\"system.vmdk\"", "\"data.vmdk\"");
    }

    @Test
    void scriptsAreToldEveryItemAndNote() {
        JsonNode tree = JsonMapper.shared()
                .readTree(Command.run("convert", vmx, folder.resolve("out"), "--config", "libvirt", "--json")
                        .succeeded()
                        .out());

        JsonNode config = tree.get("items").get(2);
        assertThat(config.get("makes").asString()).isEqualTo("config");
        assertThat(config.get("disks").asInt()).isEqualTo(2);
        assertThat(config.get("sourceFormat").asString()).isEqualTo("vmx");
        assertThat(config.get("targetFormat").asString()).isEqualTo("libvirt");
        assertThat(config.at("/noteCounts/unknown").asInt()).isOne();
        assertThat(config.get("notes")
                        .valueStream()
                        .map(note -> note.get("setting").asString()))
                .contains("strange.key");
    }

    @ParameterizedTest
    @CsvSource({
        "system.raw, out, --config libvirt, 2, '--config is for one machine'",
        "web/web.vmx, out.qcow2, --config libvirt, 2, 'a machine has several; give a directory'",
        "web/web.vmx, out, --bus virtio, 2, 'say which kind is written with --config KIND'",
        "web/web.vmx, out, --config hyperv, 2, 'configurations are written as'",
        "web/web.vmx, out, --config libvirt -n, 2, 'can be written in place'",
        "web/web.vmx, out, --config xen --to vmdk, 2, 'vmdk'",
        "web/web.vmx, out, --config ovf --config-name ovf/web.ovf, 2, 'a descriptor names files of its own folder'"
    })
    void whatCanNotBeMadeIsRefusedBeforeAnythingIsWritten(
            String source, String target, String options, int code, String expected) {
        List<Object> words = new ArrayList<>(List.of("convert", folder.resolve(source)));
        words.add(folder.resolve(target));
        words.addAll(List.of(options.split(" ")));

        Command.Outcome outcome = Command.run(words.toArray());

        assertThat(outcome.exitCode()).isEqualTo(code);
        assertThat(outcome.err()).contains(expected);
        assertThat(folder.resolve(target)).doesNotExist();
    }

    @Test
    void aMachineThatLacksADiskHasNoConfiguration() throws IOException {
        Path broken = vmx.resolveSibling("data.vmdk");
        byte[] bytes = Files.readAllBytes(broken);
        Files.write(broken, Arrays.copyOf(bytes, bytes.length / 2));
        Path out = folder.resolve("out");

        Command.Outcome outcome = Command.run("convert", vmx, out, "--config", "libvirt");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.REFUSED.number());
        assertThat(outcome.err()).contains("web-01.xml: its disk 'data.vmdk' was not made (IMAGE_INVALID)");
        assertThat(Folder.files(out)).containsExactly("system.qcow2");
    }

    @Test
    void aPackageInABucketHasItsListOfDigestsThereToo() throws Exception {
        try (EmbeddedS3 server = EmbeddedS3.start(folder.resolve("objects"))) {
            server.createBucket("vms");
            Path objects = folder.resolve("objects/vms");
            Map<String, String> environment = ChildCommand.environment(server);
            Object[] arguments = {"convert", vmx, "s3://vms/out/", "--config", "ovf"};

            ChildCommand.run(environment, arguments).succeeded();
            Command.Outcome again = ChildCommand.run(environment, arguments).succeeded();

            assertThat(Folder.files(objects.resolve("out")))
                    .containsExactly("data.vmdk", "system.vmdk", "web-01.mf", "web-01.ovf");
            assertThat(verified(objects.resolve("out/web-01.ovf")))
                    .containsExactly("web-01.ovf", "system.vmdk", "data.vmdk");
            assertThat(again.out()).contains("s3://vms/out/web-01.mf: skipped");
        }
    }

    @Test
    void aMachineInABucketStaysInOne() throws Exception {
        try (EmbeddedS3 server = EmbeddedS3.start(folder.resolve("objects"))) {
            server.createBucket("vms");
            Path objects = folder.resolve("objects/vms");
            for (String name : List.of("web.vmx", "system.vmdk", "data.vmdk")) {
                Files.copy(vmx.resolveSibling(name), objects.resolve(name));
            }
            Map<String, String> environment = ChildCommand.environment(server);
            Object[] arguments = {"convert", "s3://vms/web.vmx", "s3://vms/out/", "--config", "libvirt"};

            ChildCommand.run(environment, arguments).succeeded();
            Command.Outcome again = ChildCommand.run(environment, arguments).succeeded();

            Path xml = objects.resolve("out/web-01.xml");
            assertThat(Files.readString(xml)).contains("<source file='/var/lib/libvirt/images/system.qcow2'/>");
            Peers.run("virt-xml-validate", xml, "domain");
            Peers.run("qemu-img", "compare", system, objects.resolve("out/system.qcow2"));
            assertThat(again.out()).contains("s3://vms/out/web-01.xml: skipped");
        }
    }
}
