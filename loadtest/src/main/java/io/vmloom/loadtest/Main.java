package io.vmloom.loadtest;

import io.vmloom.cli.report.ExitCode;
import io.vmloom.error.ConversionException;
import io.vmloom.loadtest.bench.BenchCommand;
import io.vmloom.loadtest.chaos.ChaosCommand;
import io.vmloom.loadtest.example.ExamplesCommand;
import io.vmloom.loadtest.micro.MicroCommand;
import io.vmloom.loadtest.scale.ScaleCommand;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vmloom loadtest}. */
@Command(
        name = "vmloom loadtest",
        description = "Measures vmloom, breaks it, and makes images to try it on.",
        mixinStandardHelpOptions = true,
        subcommands = {BenchCommand.class, MicroCommand.class, ChaosCommand.class, ScaleCommand.class})
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command as a whole; errors are one line on standard error and a documented exit code. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.setExecutionExceptionHandler((exception, command, parsed) -> {
            if (exception instanceof ConversionException failure) {
                command.getErr().println("vmloom: " + failure.getMessage());
                command.getErr().flush();
                return ExitCode.of(failure.code()).number();
            }
            throw exception;
        });
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing; see 'vmloom loadtest --help'");
    }

    @Command(name = "examples", mixinStandardHelpOptions = true, description = "Makes the example disks anew.")
    private int examples(@Parameters(paramLabel = "DIR", defaultValue = "examples/disks") Path out) {
        return ExamplesCommand.run(out, spec.commandLine().getOut());
    }
}
