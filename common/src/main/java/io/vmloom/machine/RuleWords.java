package io.vmloom.machine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rules as people write them, which are kept and sent so; words that mean nothing are an {@link IllegalArgumentException}.
 *
 * @param bus of all disks
 * @param nic the model of all network cards
 * @param networks by the source's name of a network, by its kind's, or {@code *} for all others
 */
public record RuleWords(Optional<String> bus, Optional<String> nic, Map<String, String> networks) {
    /** Nothing becomes anything else. */
    public static final RuleWords NONE = new RuleWords(Optional.empty(), Optional.empty(), Map.of());

    public RuleWords {
        networks = Map.copyOf(networks);
        bus.ifPresent(RuleWords::diskBus);
        nic.ifPresent(RuleWords::model);
        networks.forEach(RuleWords::network);
    }

    /** What they mean for a machine whose disks become these. */
    public MachineRules with(DiskFiles files) {
        Map<String, Network> meant = new LinkedHashMap<>();
        networks.forEach((from, to) -> meant.put(from, network(from, to)));
        return new MachineRules(bus.map(RuleWords::diskBus), nic.map(RuleWords::model), meant, files);
    }

    private static DiskBus diskBus(String word) {
        return DiskBus.named(word)
                .orElseThrow(() -> new IllegalArgumentException(
                        "bus knows " + String.join(", ", DiskBus.words()) + ", got: '" + word + "'"));
    }

    private static Nic.Model model(String word) {
        return Nic.Model.named(word)
                .orElseThrow(() -> new IllegalArgumentException("nic knows "
                        + Stream.of(Nic.Model.values()).map(Nic.Model::word).collect(Collectors.joining(", "))
                        + ", got: '" + word + "'"));
    }

    private static Network network(String from, String to) {
        return Network.parse(to)
                .orElseThrow(() -> new IllegalArgumentException("network '" + from + "' leads to '" + to
                        + "'; write bridge:NAME, named:NAME, direct:NAME, nat, host-only, internal:NAME or none"));
    }
}
