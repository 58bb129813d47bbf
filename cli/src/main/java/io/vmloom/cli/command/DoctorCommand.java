package io.vmloom.cli.command;

import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.service.Doctor;
import io.vmloom.diagnosis.Examination;
import io.vmloom.diagnosis.Verdict;
import io.vmloom.error.RequestException;
import io.vmloom.store.Location;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vmloom doctor}: whether an installation will work, before it has to. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Looks at what a coordinator and a worker of this configuration would use: brokers, topics and share group,",
            "keys, the store's clock, and the buckets that are named. Says what is wrong and what to do; exits with 1 then.",
            "",
            "  vmloom doctor --config cluster.yaml --target s3://images/out/ --source s3://images/in/web.vmdk"
        })
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private Answer answer = new Answer();

    @Option(
            names = "--target",
            paramLabel = "s3://BUCKET/PREFIX",
            description = "Where targets will be: some megabytes are written there and removed again. Repeatable")
    private List<String> targets = List.of();

    @Option(
            names = "--source",
            paramLabel = "s3://BUCKET/KEY",
            description = "An image that is to be readable. Repeatable")
    private List<String> sources = List.of();

    @Override
    public Integer call() {
        Examination examination =
                new Doctor(config.load()).examine(inBuckets("--target", targets), inBuckets("--source", sources));
        answer.print(
                examination.points().stream().map(DoctorCommand::line).toList(),
                Map.of(
                        "verdict",
                        word(examination.verdict()),
                        "points",
                        examination.points().stream().map(DoctorCommand::tree).toList()));
        return (examination.verdict() == Verdict.WRONG ? ExitCode.FAILED : ExitCode.DONE).number();
    }

    private static List<Location.InBucket> inBuckets(String option, List<String> texts) {
        return texts.stream()
                .map(CommandContext::location)
                .map(location -> switch (location) {
                    case Location.InBucket object -> object;
                    case Location.OnDisk file ->
                        throw new RequestException(option + " must be s3://bucket/key, got: " + file);
                })
                .toList();
    }

    private static String line(Examination.Point point) {
        return "%-8s  %s: %s"
                .formatted(
                        word(point.diagnosis().verdict()),
                        point.subject(),
                        point.diagnosis().text());
    }

    private static Map<String, Object> tree(Examination.Point point) {
        return Map.of(
                "subject", point.subject(),
                "verdict", word(point.diagnosis().verdict()),
                "text", point.diagnosis().text());
    }

    private static String word(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }
}
