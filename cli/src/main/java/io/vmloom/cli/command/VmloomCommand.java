package io.vmloom.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root command; it only has subcommands. */
@Command(
        name = "vmloom",
        description = "Converts virtual-machine disk images, many at once, each in parallel.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        subcommands = {
            ConvertCommand.class,
            RunCommand.class,
            InspectCommand.class,
            MapCommand.class,
            CheckCommand.class,
            MeasureCommand.class,
            DigestCommand.class,
            CompareCommand.class,
            UpCommand.class,
            CoordinatorCommand.class,
            WorkerCommand.class,
            SubmitCommand.class,
            BatchesCommand.class,
            StatusCommand.class,
            WatchCommand.class,
            CancelCommand.class,
            ReportCommand.class
        },
        footer = {
            "",
            "SRC and DST are paths, or s3://bucket/key. Object stores are configured by the AWS variables and profiles,",
            "and VMLOOM_S3_ENDPOINT for stores other than Amazon's.",
            "Exit codes: 0 done, 1 failed or images differ, 2 usage, 3 image refused, 4 not reachable or no access,",
            "130 interrupted (partial targets are removed).",
            "'vmloom loadtest --help' measures and breaks things."
        })
public final class VmloomCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
