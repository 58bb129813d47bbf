package io.vmloom.cli;

import io.vmloom.cli.command.QemuHabit;
import io.vmloom.cli.command.VmloomCommand;
import io.vmloom.cli.config.SettingsHelp;
import io.vmloom.cli.report.ExitCode;
import io.vmloom.error.ConversionException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Where the JVM begins. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine(arguments).execute(arguments));
    }

    /**
     * The command; errors are one line on standard error and a documented exit code.
     *
     * @param arguments that it is to be executed with; with none it is whole
     */
    public static CommandLine commandLine(String... arguments) {
        CommandLine line = new CommandLine(new VmloomCommand());
        VmloomCommand.neededFor(arguments).forEach(line::addSubcommand);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.getSubcommands()
                .forEach((name, command) -> SettingsHelp.of(name)
                        .ifPresent(footer ->
                                command.getCommandSpec().usageMessage().footer(footer)));
        line.setExecutionExceptionHandler((exception, command, parsed) -> failed(exception, command));
        line.setParameterExceptionHandler((exception, unparsed) -> {
            CommandLine command = exception.getCommandLine();
            PrintWriter err = command.getErr();
            err.println("vmloom: " + exception.getMessage() + hint(exception));
            err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
            err.flush();
            return ExitCode.USAGE.number();
        });
        return line;
    }

    private static String hint(ParameterException exception) {
        if (!(exception instanceof UnmatchedArgumentException unmatched)) {
            return "";
        }
        String command = exception.getCommandLine().getCommandName();
        return QemuHabit.of(command, unmatched.getUnmatched())
                .map(habit -> "; " + habit.instead())
                .orElse("");
    }

    private static int failed(Exception exception, CommandLine command) throws Exception {
        if (exception instanceof ConversionException failure) {
            PrintWriter err = command.getErr();
            err.println("vmloom: " + failure.getMessage());
            err.flush();
            return ExitCode.of(failure.code()).number();
        }
        throw exception;
    }
}
