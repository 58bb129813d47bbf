package io.vmloom.cli.command;

import io.vmloom.cli.report.ManPage;
import io.vmloom.error.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vmloom man}. */
@Command(
        name = "man",
        mixinStandardHelpOptions = true,
        description = "Writes the manual pages of all commands into a folder.",
        footer = {"", "Example:", "  vmloom man /usr/local/share/man/man1 && man vmloom-convert"})
final class ManCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "Made when it is not there")
    private Path directory = Path.of("man1");

    @Override
    public Integer call() {
        try {
            Files.createDirectories(directory);
            write(spec.root().commandLine());
        } catch (IOException e) {
            throw new RequestException(directory + " can not be written ("
                    + e.getClass().getSimpleName() + ": " + e.getMessage() + "); choose another folder");
        }
        return 0;
    }

    private void write(CommandLine command) throws IOException {
        Files.write(directory.resolve(ManPage.name(command) + ".1"), ManPage.lines(command));
        for (CommandLine each : command.getSubcommands().values()) {
            write(each);
        }
    }
}
