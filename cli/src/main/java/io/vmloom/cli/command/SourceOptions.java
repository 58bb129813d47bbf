package io.vmloom.cli.command;

import io.vmloom.cipher.Secrets;
import io.vmloom.coordinator.job.Sources;
import io.vmloom.coordinator.job.Trust;
import io.vmloom.coordinator.pipeline.InspectStep;
import io.vmloom.coordinator.pipeline.InspectedSource;
import io.vmloom.error.RequestException;
import io.vmloom.store.Companion;
import io.vmloom.store.Companions;
import io.vmloom.store.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which image is read, and how. */
final class SourceOptions {
    @Parameters(index = "0", paramLabel = "SRC", description = "Image to read")
    String name = "";

    @Option(
            names = {"-f", "--from"},
            paramLabel = "FMT",
            defaultValue = "auto",
            description = "Format of the source; refused when the content is another one. Default: ${DEFAULT-VALUE}")
    String format = "auto";

    @Option(
            names = {"-l", "--snapshot"},
            paramLabel = "NAME",
            defaultValue = "",
            description = "Internal snapshot to read, by id or name")
    String snapshot = "";

    @Option(
            names = "--member",
            paramLabel = "NAME",
            description = "The disk that is meant, where SRC is an archive (OVA, tar) or an OVF descriptor")
    Optional<String> member = Optional.empty();

    @Option(
            names = "--chain",
            paramLabel = "[NAME=]FILE",
            split = ",",
            description = "A file that SRC needs (backing file, parent, extent, data file), where it is called NAME if"
                    + " that is not FILE's own name; may be repeated")
    private List<String> chain = new ArrayList<>();

    @Option(
            names = "--allow-chain",
            description = "Open what SRC needs where it lies beside SRC, under the name that SRC has for it")
    private boolean allowChain;

    @Option(
            names = "--key",
            paramLabel = "REF",
            description =
                    "Where the key of an encrypted SRC is: file:PATH (all of the file, a line break at its end too) or"
                            + " env:NAME")
    private Optional<String> key = Optional.empty();

    @Mixin
    private PolicyOptions policy = new PolicyOptions();

    /** What the image is allowed. */
    Trust trust() {
        Companions companions = new Companions(
                chain.stream().map(SourceOptions::companion).toList(),
                allowChain ? Companions.Others.BESIDE : Companions.Others.REFUSED);
        return Trust.with(companions, policy.policy()).withKey(key.map(KeyReferences::parse));
    }

    private static Companion companion(String text) {
        int equals = text.lastIndexOf('=');
        Companion plain = Companion.of(CommandContext.location(text.substring(equals + 1)));
        return equals < 0 ? plain : new Companion(plain.location(), text.substring(0, equals), plain.format());
    }

    /** For commands that look at whole files. */
    void refuseMember() {
        if (member.isPresent()) {
            throw new RequestException("--member: this is not done inside of archives; take " + member.get()
                    + " out of " + name + " first");
        }
    }

    /** Reads its metadata. */
    InspectedSource inspect(Stores stores) {
        return new InspectStep(stores, Secrets.OF_THIS_HOST)
                .run(new Sources(List.of(CommandContext.location(name)), member), format, snapshot, trust());
    }
}
