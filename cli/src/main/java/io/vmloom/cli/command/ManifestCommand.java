package io.vmloom.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vmloom manifest}: what has to do with a manifest as a text. */
@Command(
        name = "manifest",
        mixinStandardHelpOptions = true,
        description = "Begins a manifest, or checks one.",
        subcommands = {ManifestInitCommand.class, ManifestValidateCommand.class, ManifestSchemaCommand.class})
final class ManifestCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
