package io.vmloom.cli.command;

import io.vmloom.cli.service.CoordinatorProcess;
import io.vmloom.cli.service.ServiceLibraries;
import io.vmloom.cli.service.ServiceLogs;
import io.vmloom.cli.service.StopSignal;
import io.vmloom.telemetry.Side;
import io.vmloom.telemetry.Telemetry;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code vmloom coordinator}: takes batches over HTTP and has the workers of a cluster convert them. */
@Command(
        name = "coordinator",
        mixinStandardHelpOptions = true,
        description = {
            "Takes batches over HTTP and has the workers of a cluster convert them. Stays until it is told to stop."
        })
final class CoordinatorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() {
        ServiceLogs.talk();
        ServiceLibraries.require();
        try (StopSignal stop = StopSignal.ofService();
                CoordinatorProcess coordinator =
                        new CoordinatorProcess(config.load(), Telemetry.of(Set.of(Side.COORDINATOR)))) {
            CommandContext.say(spec, "coordinator: API at " + coordinator.url());
            stop.await();
            return 0;
        }
    }
}
