package io.vmloom.cli.command;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root command; whoever makes a command line of it adds the subcommands. */
@Command(
        name = "vmloom",
        description = "Converts virtual-machine disk images, many at once, each in parallel.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed, or images differ",
            "2:the command line, a manifest or a file of settings is wrong",
            "3:an image was refused",
            "4:something is not there, not reachable or not allowed",
            "5:converted, but a damaged image was salvaged and parts of it were lost",
            "130:interrupted by Ctrl-C",
            "143:stopped by SIGTERM"
        },
        footer = {
            "",
            "SRC and DST are paths, or s3://bucket/key. The AWS variables and profiles say",
            "how a store is reached, VMLOOM_S3_ENDPOINT where one is that is not Amazon's.",
            "In a source tree, './vmloom loadtest --help' measures and breaks things."
        })
public final class VmloomCommand implements Runnable {
    private static final List<Class<?>> ALL = List.of(
            ConvertCommand.class,
            RunCommand.class,
            InspectCommand.class,
            MapCommand.class,
            CheckCommand.class,
            MeasureCommand.class,
            DigestCommand.class,
            CompareCommand.class,
            FormatsCommand.class,
            ConfigCommand.class,
            UpCommand.class,
            CoordinatorCommand.class,
            WorkerCommand.class,
            DoctorCommand.class,
            ManifestCommand.class,
            SubmitCommand.class,
            BatchesCommand.class,
            StatusCommand.class,
            WatchCommand.class,
            CancelCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            PriorityCommand.class,
            ConfirmCommand.class,
            RetryCommand.class,
            PurgeCommand.class,
            ReportCommand.class,
            GenerateCompletion.class,
            ManCommand.class);

    /** Those that are about all others. */
    private static final Set<Class<?>> WHOLE = Set.of(GenerateCompletion.class, ManCommand.class);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /**
     * The subcommands that a command line needs: the one that it names, or all. Looking at all takes longer
     * than some of them take.
     */
    public static List<Class<?>> neededFor(String... arguments) {
        return Arrays.stream(arguments)
                .limit(1)
                .flatMap(first -> ALL.stream().filter(type -> isCalled(type, first)))
                .filter(type -> !WHOLE.contains(type))
                .findFirst()
                .<List<Class<?>>>map(List::of)
                .orElse(ALL);
    }

    private static boolean isCalled(Class<?> type, String name) {
        return Optional.ofNullable(type.getAnnotation(Command.class))
                .filter(command -> command.name().equals(name))
                .isPresent();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
