package io.vmloom.cli.command;

import io.vmloom.coordinator.manifest.ManifestSchema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code vmloom manifest schema}: what a manifest looks like. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = "Prints the JSON Schema of manifests, for editors and other programs.")
final class ManifestSchemaCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        CommandContext.say(spec, ManifestSchema.text().stripTrailing());
    }
}
