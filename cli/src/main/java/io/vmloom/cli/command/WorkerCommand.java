package io.vmloom.cli.command;

import io.vmloom.cli.config.Configuration;
import io.vmloom.cli.config.Setting;
import io.vmloom.cli.service.MetricsServer;
import io.vmloom.cli.service.ServiceLibraries;
import io.vmloom.cli.service.ServiceLogs;
import io.vmloom.cli.service.StopSignal;
import io.vmloom.cli.service.WorkerProcess;
import io.vmloom.telemetry.Side;
import io.vmloom.telemetry.Telemetry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code vmloom worker}: converts ranges for whichever coordinator gives them out. */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        description = {
            "Converts what a coordinator gives out. Keeps nothing; as many as you like may run. Told to stop, it ends the",
            "tasks that it has begun and takes no more; killed, its tasks go to others."
        })
final class WorkerCommand implements Callable<Integer> {
    /** To give back what was not done in time, and to leave the brokers. */
    private static final Duration AFTER_DRAIN = Duration.ofSeconds(30);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() {
        ServiceLogs.talk();
        ServiceLibraries.require();
        Configuration configuration = config.load();
        Telemetry telemetry = Telemetry.of(Set.of(Side.WORKER));
        int port = configuration.number(Setting.METRICS_PORT, 0, 0xffff);
        try (StopSignal stop = StopSignal.ofService(
                        configuration.duration(Setting.WORKER_DRAIN).plus(AFTER_DRAIN));
                MetricsServer metrics = new MetricsServer(telemetry, configuration.text(Setting.METRICS_HOST), port);
                WorkerProcess worker = new WorkerProcess(configuration, telemetry)) {
            metrics.ready(true);
            CommandContext.say(
                    spec,
                    "worker: " + worker.slots() + " slots, metrics at http://"
                            + configuration.text(Setting.METRICS_HOST) + ":" + metrics.port() + "/metrics");
            stop.await();
            metrics.ready(false);
            return 0;
        }
    }
}
