package io.vmloom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.embedded.EmbeddedS3;
import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.ChildCommand;
import io.vmloom.cli.testing.Command;
import io.vmloom.cli.testing.Folder;
import io.vmloom.testing.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

class ConfigCommandTest {
    private static final TypeReference<LinkedHashMap<String, Object>> TREE = new TypeReference<>() {};

    @TempDir
    private Path folder;

    private Path vmx = Path.of("");

    @BeforeEach
    void aMachine() throws IOException {
        vmx = folder.resolve("web.vmx");
        Files.writeString(vmx, """
                config.version = "8"
                virtualHW.version = "13"
                displayName = "web 01"
                guestOS = "debian12-64"
                memsize = "2048"
                scsi0.present = "TRUE"
                scsi0.virtualDev = "lsilogic"
                scsi0:0.present = "TRUE"
                scsi0:0.fileName = "web.vmdk"
                ethernet0.present = "TRUE"
                ethernet0.virtualDev = "vmxnet3"
                ethernet0.networkName = "VM Network"
                RemoteDisplay.vnc.password = "hunter2"
                strange.key = "1"
                """);
    }

    @Test
    void aMachineOfVmwareBecomesOneOfKvm() throws IOException {
        Path xml = folder.resolve("web.xml");

        Command.Outcome outcome = Command.run(
                        "config",
                        vmx,
                        xml,
                        "--bus",
                        "virtio",
                        "--nic",
                        "virtio",
                        "--network",
                        "VM Network=bridge:br0",
                        "--disk-format",
                        "qcow2",
                        "--disk-name",
                        "/images/{machine}-{number}.{format}")
                .succeeded();

        assertThat(Files.readString(xml))
                .contains("<type arch='x86_64' machine='q35'>hvm</type>")
                .contains("<driver name='qemu' type='qcow2'/>")
                .contains("<source file='/images/web 01-1.qcow2'/>")
                .contains("<target dev='vda' bus='virtio'/>")
                .contains("<source bridge='br0'/>")
                .contains("<model type='virtio'/>");
        assertThat(outcome.out()).startsWith("web 01: VMware VMX became libvirt domain XML, 1 disks, ");
        assertThat(outcome.err())
                .contains("line 14: strange.key = 1: unknown setting, left out")
                .contains("line 13: RemoteDisplay.vnc.password: a secret, not copied")
                .contains("network card 0 network = named:VM Network: became bridge:br0: a rule says so")
                .doesNotContain("hunter2");
        Peers.run("virt-xml-validate", xml, "domain");
    }

    @ParameterizedTest
    @CsvSource({
        "web.cfg, 'disk = ['",
        "web.conf, 'scsi0: /disks/web.raw'",
        "copy.vmx, 'scsi0:0.fileName = \"/disks/web.raw\"'"
    })
    void theExtensionSaysTheKind(String name, String expected) throws IOException {
        Path target = folder.resolve(name);

        Command.run("config", vmx, target, "--disk-format", "raw", "--disk-name", "/disks/{stem}.raw")
                .succeeded();

        assertThat(Files.readString(target)).contains(expected);
    }

    @Test
    void aConfigurationGoesToStandardOutputAlone() {
        Command.Outcome outcome = Command.run("config", vmx, "-", "--to", "xen", "--disk-format", "raw")
                .succeeded();

        assertThat(outcome.out()).startsWith("name = \"web-01\"\n").doesNotContain("became");
        assertThat(outcome.err()).contains("strange.key");
        assertThat(Command.run("config", vmx, "-", "--to", "xen", "--json").complaint(ExitCode.USAGE))
                .contains("can not both go to standard output");
    }

    @Test
    void scriptsAreToldEveryNote() {
        Command.Outcome outcome =
                Command.run("config", "--json", vmx, folder.resolve("web.xml")).succeeded();

        Map<String, Object> tree = JsonMapper.builder().build().readValue(outcome.out(), TREE);
        assertThat(outcome.err()).isEmpty();
        assertThat(tree.keySet())
                .containsExactly(
                        "machine",
                        "source",
                        "sourceKind",
                        "target",
                        "targetKind",
                        "sourceDisks",
                        "targetDisks",
                        "notes");
        assertThat(tree).containsEntry("machine", "web 01").containsEntry("sourceKind", "vmx");
        assertThat(tree).containsEntry("targetKind", "libvirt").containsEntry("sourceDisks", List.of("web.vmdk"));
        assertThat(outcome.out()).contains("\"kind\" : \"secret\"").doesNotContain("hunter2");
        assertThat(tree.get("notes"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .contains(Map.of(
                        "step",
                        "read",
                        "kind",
                        "unknown",
                        "setting",
                        "strange.key",
                        "line",
                        14,
                        "value",
                        "1",
                        "explanation",
                        "unknown setting, left out"));
    }

    @Test
    void nothingIsReplacedUnlessAsked() throws IOException {
        Path target = folder.resolve("web.xml");
        Files.writeString(target, "mine");

        assertThat(Command.run("config", vmx, target).ended(ExitCode.FAILED).err())
                .contains("already exists; name another target, or give --overwrite");
        assertThat(Files.readString(target)).isEqualTo("mine");

        Command.run("config", vmx, target, "--overwrite").succeeded();
        assertThat(Files.readString(target)).startsWith("<domain type='kvm'>");
        assertThat(Folder.files(folder)).containsExactly("web.vmx", "web.xml");
    }

    @ParameterizedTest
    @CsvSource({
        "--bus, floppy, '--bus knows virtio, virtio-scsi'",
        "--nic, token-ring, --nic knows e1000",
        "--network, a=wire:b, write bridge:NAME",
        "--disk-format, floppy, see vmloom formats",
        "--disk-name, {other}, in braces",
        "--to, hyperv, '--to knows vmx, libvirt, ovf, xen, proxmox'"
    })
    void aRuleThatIsNotUnderstoodIsRefused(String option, String value, String expected) {
        assertThat(Command.run("config", vmx, folder.resolve("web.xml"), option, value)
                        .complaint(ExitCode.USAGE))
                .contains(expected);
    }

    @Test
    void whatIsNoConfigurationIsRefused() throws IOException {
        Path disk = folder.resolve("web.vmdk");
        Files.writeString(disk, "# Disk DescriptorFile\nversion=1\n");

        assertThat(Command.run("config", disk, folder.resolve("web.xml")).complaint(ExitCode.REFUSED))
                .contains("no configuration of a machine that is known");
        assertThat(Command.run("config", folder.resolve("none.vmx"), folder.resolve("web.xml"))
                        .complaint(ExitCode.UNREACHABLE))
                .contains("does not exist");
        assertThat(Command.run("config", vmx, folder.resolve("web")).complaint(ExitCode.USAGE))
                .contains("give --to vmx, libvirt, ovf, xen, proxmox");
    }

    @Test
    void configurationsAreObjectsToo() throws Exception {
        try (EmbeddedS3 server = EmbeddedS3.start(folder.resolve("objects"))) {
            server.createBucket("vms");
            Files.copy(vmx, folder.resolve("objects/vms/web.vmx"));
            Map<String, String> environment = ChildCommand.environment(server);
            Object[] arguments = {"config", "s3://vms/web.vmx", "s3://vms/out/web.xml"};

            ChildCommand.run(environment, arguments).succeeded();
            Command.Outcome again = ChildCommand.run(environment, arguments);

            assertThat(Files.readString(folder.resolve("objects/vms/out/web.xml")))
                    .startsWith("<domain");
            assertThat(again.ended(ExitCode.FAILED).err()).contains("already exists");
        }
    }
}
