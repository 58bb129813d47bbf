package io.vmloom.cli.command;

import io.vmloom.cli.engine.CommandStores;
import io.vmloom.cli.report.ExitCode;
import io.vmloom.coordinator.manifest.ManifestReader;
import io.vmloom.coordinator.manifest.ObjectLists;
import io.vmloom.error.RequestException;
import io.vmloom.store.Stores;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vmloom manifest validate}: all that is wrong with a manifest. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description = "Tells all mistakes of a manifest, each with line and column. No image is looked at.",
        footer = {"", "Exit code 0 when there are none, else 2."})
final class ManifestValidateCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MANIFEST", description = "As YAML or JSON")
    private Path manifest = Path.of("");

    @Option(
            names = "--remote",
            description = "Check what 'vmloom submit' takes, which is objects only, and not what 'vmloom run' takes")
    private boolean remote;

    @Mixin
    private Answer answer = new Answer();

    @Override
    public Integer call() {
        List<RequestException> mistakes = mistakes();
        List<String> lines = new ArrayList<>();
        mistakes.forEach(mistake -> lines.add(mistake.getMessage()));
        long machines = mistakes.isEmpty() ? machines() : 0;
        if (machines > 0) {
            lines.add("machines that are looked at when the batch is begun: " + machines);
        }
        lines.add(manifest + ": " + (mistakes.isEmpty() ? "no mistakes" : "mistakes: " + mistakes.size()));
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("manifest", manifest.toString());
        tree.put("valid", mistakes.isEmpty());
        tree.put("machines", machines);
        tree.put(
                "mistakes", mistakes.stream().map(ManifestValidateCommand::tree).toList());
        answer.print(lines, tree);
        return (mistakes.isEmpty() ? ExitCode.DONE : ExitCode.USAGE).number();
    }

    private List<RequestException> mistakes() {
        if (!remote) {
            return ManifestReader.mistakes(manifest);
        }
        try (Stores stores = CommandStores.open()) {
            return ManifestReader.mistakesRemote(
                    manifest.toString(), ManifestReader.bytes(manifest), new ObjectLists(stores));
        }
    }

    /** Of them it is not known yet what their disks are. */
    private long machines() {
        if (!remote) {
            return ManifestReader.read(manifest).machines();
        }
        try (Stores stores = CommandStores.open()) {
            return ManifestReader.readRemote(
                            manifest.toString(), ManifestReader.bytes(manifest), _ -> new ObjectLists(stores))
                    .machines();
        }
    }

    private static Map<String, Object> tree(RequestException mistake) {
        Map<String, Object> tree = new LinkedHashMap<>();
        mistake.place().ifPresent(place -> {
            tree.put("file", place.file());
            tree.put("line", place.line());
            tree.put("column", place.column());
        });
        tree.put("message", mistake.getMessage());
        return tree;
    }
}
