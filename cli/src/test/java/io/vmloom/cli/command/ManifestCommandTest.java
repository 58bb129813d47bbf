package io.vmloom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.Command;
import io.vmloom.coordinator.manifest.Manifest;
import io.vmloom.coordinator.manifest.ManifestItem;
import io.vmloom.coordinator.manifest.ManifestReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ManifestCommandTest {
    private static final Pattern COMMENT = Pattern.compile("^(\\s*)# ", Pattern.MULTILINE);

    @TempDir
    private Path folder;

    @Test
    void aDirectoryIsAManifestWhoseCommentsAreRightToo() throws IOException {
        Files.createDirectories(folder.resolve("in/a"));
        Files.createFile(folder.resolve("in/a/web.vmdk"));
        Files.createFile(folder.resolve("in/a/web-flat.vmdk"));

        String text = Command.run("manifest", "init", "--from", "in", "--to", "out", "--format", "vhd")
                .succeeded()
                .out();

        assertThat(read(text).items())
                .extracting(item -> item.target().toString())
                .containsExactly(folder + "/out/a/web-flat.vhd", folder + "/out/a/web.vhd");
        Manifest whole = read(COMMENT.matcher(text).replaceAll("$1"));
        assertThat(whole.terms().windows()).hasSize(1);
        assertThat(whole.items())
                .extracting(item -> item.target().toString())
                .containsExactly(folder + "/out/a/web.vhd");
    }

    @Test
    void theTableOfRvToolsIsKnown() throws IOException {
        Path csv = file("vDisk.csv", """
                VM,Powerstate,Template,Disk,Disk Key,Disk Path,Capacity MiB,Raw,Path
                web 01,poweredOn,False,Hard disk 1,2000,[ssd] web 01/web 01.vmdk,40960,False,[ssd] web 01/web 01.vmx
                web 01,poweredOn,False,Hard disk 2,2001,[ssd] web 01/web 01_1.vmdk,40960,False,[ssd] web 01/web 01.vmx
                db,poweredOff,False,Hard disk 1,2000,[san] db/db.vmdk,40960,True,[san] db/db.vmx
                """);

        Command.Outcome init = Command.run(
                        "manifest", "init", "--csv", csv, "--from", "s3://exit/in", "--to", "s3://exit/out")
                .succeeded();

        assertThat(init.err())
                .contains("RVTools, tab vDisk: Disk Path is source.uri, VM with Disk is name")
                .contains("1 rows are disks that stand in no file");
        assertThat(read(init.out()).items())
                .extracting(
                        ManifestItem::name,
                        item -> item.source().toString(),
                        item -> item.target().toString())
                .containsExactly(
                        tuple(
                                "web-01-Hard-disk-1",
                                "s3://exit/in/web 01/web 01.vmdk",
                                "s3://exit/out/web 01/web 01.qcow2"),
                        tuple(
                                "web-01-Hard-disk-2",
                                "s3://exit/in/web 01/web 01_1.vmdk",
                                "s3://exit/out/web 01/web 01_1.qcow2"));
        assertThat(Command.run("manifest", "init", "--csv", csv, "--to", "s3://exit/out")
                        .complaint(ExitCode.USAGE))
                .contains("vDisk.csv:2:1: '[ssd] web 01/web 01.vmdk' is known to its hypervisor only; say with --from");
    }

    @Test
    void theTablesOfPowerShellAreKnown() throws IOException {
        Path hyperV = file("hyper-v.csv", """
                "VMName","Path","ControllerType","ControllerNumber","ControllerLocation"
                "web","C:\\\\VMs\\\\web\\\\web.vhdx","SCSI","0","0"
                "web","C:\\\\VMs\\\\web\\\\data.vhdx","SCSI","0","1"
                """.replace("\\\\", "\\"));
        Path powerCli = file("cli.csv", """
                "Parent","Name","CapacityGB","Filename"
                "web","Hard disk 1","40","[ssd] web/web.vmdk"
                """);

        String ofHyperV = Command.run("manifest", "init", "--csv", hyperV, "--from", "disks", "--to", "out")
                .succeeded()
                .out();
        String ofPowerCli = Command.run("manifest", "init", "--csv", powerCli, "--from", "disks", "--to", "out")
                .succeeded()
                .out();

        assertThat(read(ofHyperV).items()).extracting(ManifestItem::name).containsExactly("web", "web-2");
        assertThat(read(ofHyperV).items())
                .extracting(item -> item.source().toString())
                .containsExactly(folder + "/disks/VMs/web/web.vhdx", folder + "/disks/VMs/web/data.vhdx");
        assertThat(read(ofPowerCli).items())
                .extracting(item -> item.source().toString())
                .containsExactly(folder + "/disks/web/web.vmdk");
    }

    @Test
    void columnsMeanWhatIsSaid() throws IOException {
        Path csv = file("all.csv", """
                Machine,File,Kind,Owner
                web,s3://a/web.img,raw,me
                db,s3://a/db.vmdk,,you
                """);

        String text = Command.run(
                        "manifest",
                        "init",
                        "--csv",
                        csv,
                        "--to",
                        "s3://b/",
                        "--name",
                        "exit",
                        "--columns",
                        "Machine=name, File=source.uri,Kind=source.format")
                .succeeded()
                .out();

        assertThat(read(text).name()).isEqualTo("exit");
        assertThat(read(text).items())
                .extracting(
                        ManifestItem::name,
                        ManifestItem::sourceFormat,
                        item -> item.target().toString())
                .containsExactly(tuple("web", "raw", "s3://b/web.qcow2"), tuple("db", "auto", "s3://b/db.qcow2"));
        assertThat(Command.run("manifest", "init", "--csv", csv, "--to", "out").complaint(ExitCode.USAGE))
                .contains("all.csv:1:1: it is not known what its columns mean", "Machine, File, Kind, Owner");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--name=a/b", "--format=zip", "--csv=missing.csv"})
    void whatIsWrongIsToldBeforeAnythingIsPrinted(String option) {
        Command.run("manifest", "init", "--from", "in", "--to", "out", option).complaint(ExitCode.USAGE);
    }

    @Test
    void allMistakesAreToldToPeopleAndPrograms() throws IOException {
        Path manifest = file("m.yaml", """
                apiVersion: vmloom.io/v1
                name: exit
                priority: 100
                items:
                  - {source: {uri: a.raw}, output: {uri: out/a.qcow2, colour: red}}
                """);

        Command.Outcome told = Command.run("manifest", "validate", manifest).ended(ExitCode.USAGE);
        Command.Outcome json = Command.run("manifest", "validate", "--json", "--remote", manifest)
                .ended(ExitCode.USAGE);

        assertThat(told.out().lines())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith(manifest + ":3:11: priority: must be"),
                        second -> assertThat(second).startsWith(manifest + ":5:55: unknown key 'colour'"),
                        last -> assertThat(last).isEqualTo(manifest + ": mistakes: 2"));
        JsonNode tree = JsonMapper.shared().readTree(json.out());
        assertThat(tree.get("valid").asBoolean()).isFalse();
        assertThat(tree.get("mistakes").get(0).get("line").asInt()).isEqualTo(3);
        assertThat(tree.get("mistakes").get(1).get("message").asString())
                .contains("'a.raw' would be a file of the coordinator's host");
    }

    @Test
    void theSchemaIsPrinted() {
        String schema = Command.run("manifest", "schema").succeeded().out();

        assertThat(JsonMapper.shared().readTree(schema).get("$schema").asString())
                .isEqualTo("https://json-schema.org/draft/2020-12/schema");
    }

    /** What 'validate' takes is read, too. */
    private Manifest read(String text) throws IOException {
        Path manifest = file("manifest.yaml", text);
        assertThat(Command.run("manifest", "validate", manifest).succeeded().out())
                .isEqualToIgnoringNewLines(manifest + ": no mistakes");
        return ManifestReader.read(manifest);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
