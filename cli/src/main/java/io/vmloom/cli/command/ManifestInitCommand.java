package io.vmloom.cli.command;

import io.vmloom.coordinator.manifest.ManifestDraft;
import io.vmloom.coordinator.manifest.ManifestReader;
import io.vmloom.error.RequestException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vmloom manifest init}: a manifest to go on with. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = "Prints a manifest with comments, for all that stands at one place or for the disks of a table.",
        footer = {
            "",
            "Tables are CSV whose first row names the columns. Known are those of RVTools",
            "(tab vDisk), of PowerCLI's Get-HardDisk and Hyper-V's Get-VMHardDiskDrive (by",
            "Export-Csv -NoTypeInformation); it is told what was taken for what. In place of",
            "a datastore or drive, as in '[store] vm/vm.vmdk', comes what --from says.",
            "",
            "Examples:",
            "  vmloom manifest init --from s3://exit/in/ --to s3://exit/out/ --format vhdx",
            "  vmloom manifest init --csv vDisk.csv --from s3://exit/in/ --to s3://exit/out/",
            "  vmloom manifest init --csv all.csv --columns 'VM=name,File=source.uri' --to out"
        })
final class ManifestInitCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--from",
            paramLabel = "PLACE",
            description = "Where sources stand: a directory or s3://bucket/prefix/")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "PLACE", required = true, description = "Where targets are put, likewise")
    private String to = "";

    @Option(
            names = "--format",
            paramLabel = "FMT",
            defaultValue = "qcow2",
            description = "Of the targets. Default: ${DEFAULT-VALUE}")
    private String format = "qcow2";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "batch",
            description = "Of the batch. Default: ${DEFAULT-VALUE}")
    private String name = "batch";

    @Option(names = "--csv", paramLabel = "FILE", description = "A table with a row for each disk")
    private @Nullable Path csv;

    @Option(
            names = "--columns",
            paramLabel = "COLUMN=KEY,…",
            description = "What its columns mean: name, source.uri, output.uri and other keys of an item")
    private String columns = "";

    @Override
    public void run() {
        ManifestDraft draft = new ManifestDraft(name, Optional.ofNullable(from), to, format);
        ManifestDraft.Drafted drafted = drafted(draft);
        drafted.notes().forEach(CommandContext.err(spec)::println);
        CommandContext.err(spec).flush();
        CommandContext.say(spec, drafted.text().stripTrailing());
    }

    private ManifestDraft.Drafted drafted(ManifestDraft draft) {
        if (csv != null) {
            List<String> words =
                    Stream.of(columns.split(",", -1)).map(String::strip).toList();
            return draft.ofTable(csv.toString(), ManifestReader.bytes(csv), KeyValues.of("--columns", words));
        }
        if (from == null) {
            throw new RequestException("say with --from where the sources stand, or give a table of them with --csv");
        }
        return draft.ofListing();
    }
}
