package io.vmloom.cli.command;

import io.vmloom.appliance.Appliance;
import io.vmloom.appliance.CheckDepth;
import io.vmloom.cli.engine.CommandStores;
import io.vmloom.cli.engine.Engine;
import io.vmloom.cli.report.LiveProgress;
import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.BatchIds;
import io.vmloom.coordinator.job.BatchListener;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.job.ItemStage;
import io.vmloom.coordinator.job.PackageItems;
import io.vmloom.coordinator.job.Sources;
import io.vmloom.coordinator.job.Trust;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.coordinator.manifest.MachineTarget;
import io.vmloom.coordinator.pipeline.ApplianceStep;
import io.vmloom.error.RequestException;
import io.vmloom.error.StoreException;
import io.vmloom.extent.OnDamage;
import io.vmloom.object.Durability;
import io.vmloom.store.Location;
import io.vmloom.store.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vmloom convert}: one disk, in this process. */
@Command(
        name = "convert",
        mixinStandardHelpOptions = true,
        description =
                "Converts one image, several as one disk, each disk of an appliance (OVA, OVF), or a machine, in this"
                        + " process, on all cores; or puts images, or a machine with its disks, into an OVA.",
        footer = {
            "",
            "Examples:",
            "  vmloom convert disk.raw disk.qcow2 -o compress=on",
            "  vmloom convert -l before-update vm.qcow2 vm.raw",
            "  vmloom convert --allow-chain top.qcow2 whole.qcow2",
            "  vmloom convert -B base.qcow2 -F qcow2 overlay.qcow2 smaller.qcow2 -o compress=on",
            "  vmloom convert --unpack disk.img.xz disk.qcow2",
            "  vmloom convert disk.raw.001 disk.raw.002 disk.raw.003 disk.qcow2",
            "  vmloom convert appliance.ova disks/ --to qcow2",
            "  vmloom convert web.vmx out/ --config libvirt --bus virtio --nic virtio",
            "  vmloom convert appliance.ova out/ --config xen --network '*=bridge:xenbr0'",
            "  vmloom convert appliance.ova data.raw --member appliance-disk2.vmdk",
            "  vmloom convert web.vmx web.ova",
            "  vmloom convert system.qcow2 data.vdi web.ova",
            "  vmloom convert vm.qcow2 vm.luks --target-key file:passphrase",
            "  vmloom convert -n vm.qcow2 /dev/vg0/vm",
            "  vmloom convert --salvage damaged.vmdk what-is-left.qcow2",
            "  vmloom convert s3://images/web.vmdk s3://images/web.qcow2 --verify full"
        })
final class ConvertCommand implements Callable<Integer> {
    /** What qemu-img takes after its own -t. */
    private static final Set<String> CACHE_MODES = Set.of("none", "writeback", "writethrough", "directsync", "unsafe");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private SourceOptions source = new SourceOptions();

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "[SRC...] DST",
            description =
                    "Further images, of which the disk goes on where the one before ends, or each a disk of its own where"
                            + " DST is an OVA; last the image to write, visible only when it is complete")
    private List<String> furtherAndTarget = new ArrayList<>();

    @Option(
            names = {"-t", "-O", "--to"},
            paramLabel = "FMT",
            description =
                    "Format to write: raw, qcow2, vmdk, vdi, vpc, vhdx, qcow, qed, parallels, cow, luks, ova. Default: by the ending of"
                            + " DST")
    private Optional<String> format = Optional.empty();

    @Option(
            names = "-o",
            paramLabel = "KEY=VALUE",
            split = ",",
            description = "Option of the target format, under qemu-img's names; may be repeated")
    private List<String> options = new ArrayList<>();

    @Option(
            names = "--target-key",
            paramLabel = "REF",
            description = "Where the key is that an encrypted DST is to be opened by (luks, and qcow2 with"
                    + " -o encrypt.format=luks): file:PATH or env:NAME")
    private Optional<String> targetKey = Optional.empty();

    @Option(
            names = "--unpack",
            description =
                    "Where SRC is compressed as a whole (gzip, xz, bzip2, zstd) or cut into pieces, unpack it beside"
                            + " DST first")
    private boolean unpack;

    @Option(
            names = "--max-unpacked",
            paramLabel = "SIZE",
            defaultValue = "256G",
            description = "What --unpack may write at the most. Default: ${DEFAULT-VALUE}")
    private String maxUnpacked = "256G";

    @Option(
            names = "--salvage",
            description = "Write zeros for what can not be read because SRC is damaged, say what was lost, and end with"
                    + " exit code 5; what is not reachable or not allowed stays an error")
    private boolean salvage;

    @Option(names = "--workers", paramLabel = "N", description = "Ranges converted at once. Default: one per core")
    private int workers;

    @Option(
            names = "--verify",
            paramLabel = "LEVEL",
            defaultValue = "digest",
            description = "none (no digest either), digest (guest digested, each unit decoded back, tables opened"
                    + " again) or full (target read again)."
                    + " Default: ${DEFAULT-VALUE}")
    private String verify = "digest";

    @Option(
            names = "--no-sync",
            description =
                    "Leave a local DST to the system's write cache, as qemu-img does: done sooner, and lost when the"
                            + " machine stops within the next minute")
    private boolean noSync;

    @Mixin
    private BackingOptions backing = new BackingOptions();

    @Mixin
    private BitmapOptions bitmaps = new BitmapOptions();

    @Mixin
    private PlaceOptions place = new PlaceOptions();

    @Mixin
    private ConvertedMachineOptions machineOptions = new ConvertedMachineOptions();

    @Option(names = "--json", description = "Print the report as JSON")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress")
    private boolean quiet;

    @Override
    public Integer call() {
        String target = furtherAndTarget.getLast();
        List<String> names = new ArrayList<>(List.of(source.name));
        names.addAll(furtherAndTarget.subList(0, furtherAndTarget.size() - 1));
        Optional<String> wanted = format.map(ConvertCommand::noCacheMode);
        boolean packs = PackageItems.areWanted(target, wanted);
        Optional<MachineTarget> machine = packs ? Optional.empty() : machineOptions.target();
        Optional<Appliance> appliance = names.size() == 1 ? appliance() : Optional.empty();
        String batchId = BatchIds.next();
        ConvertedItems made =
                new ConvertedItems(batchId, names, source.member, appliance, target, wanted, this::request);
        List<ConversionRequest> items = packs
                ? made.packed(machineOptions.ofPackage())
                : machine.map(made::machine).orElseGet(made::disks);
        int slots = CommandContext.workers(workers);
        try (Interrupt interrupt = new Interrupt()) {
            return new ConvertAnswer(CommandContext.out(spec), CommandContext.err(spec), json, quiet)
                    .of(appliance, run(new Batch(batchId, made.name(), items), slots, interrupt.cancellation()));
        }
    }

    private ConversionRequest request(String id, String name, Sources sources, String target, String targetFormat) {
        return new ConversionRequest(
                id,
                name,
                sources,
                source.format,
                source.snapshot,
                trust(CommandContext.location(target)),
                CommandContext.location(target),
                targetFormat,
                bitmaps.with(backing.with(place.with(KeyValues.of("-o", options)))),
                targetKey.map(ref -> KeyReferences.parse("--target-key", ref)),
                VerifyLevel.parse(verify),
                place.existing());
    }

    /** What SRC is, when nothing was said of it. */
    private Optional<Appliance> appliance() {
        if (source.member.isPresent() || !source.format.equals(ConversionRequest.AUTO) || !source.snapshot.isEmpty()) {
            return Optional.empty();
        }
        try (Stores stores = CommandStores.open()) {
            return new ApplianceStep(stores).run(CommandContext.location(source.name), CheckDepth.SMALL_FILES);
        } catch (StoreException e) {
            return Optional.empty(); // the conversion meets it again, and reports it
        }
    }

    private Durability durability(Location target) {
        if (noSync && target instanceof Location.InBucket) {
            throw new RequestException(
                    target + " is an object, which is stored when its store says so; leave --no-sync out");
        }
        return noSync ? Durability.LEFT_TO_SYSTEM : Durability.SYNCED;
    }

    private static String noCacheMode(String format) {
        if (CACHE_MODES.contains(format)) {
            throw new RequestException("-t is the format to write, as -O is, and '" + format
                    + "' is a cache mode of qemu-img; leave it out: what is written is synced before it is shown, unless --no-sync"
                    + " leaves it to the system");
        }
        return format;
    }

    private Trust trust(Location target) {
        long maxBytes = CommandContext.bytes("--max-unpacked", maxUnpacked);
        Trust trust = backing.trust(source.trust(), CommandContext.location(source.name), target)
                .withDamage(salvage ? OnDamage.ZEROS : OnDamage.REFUSE);
        return unpack ? trust.unpackingUpTo(maxBytes) : trust;
    }

    private List<ItemReport> run(Batch batch, int slots, Cancellation cancellation) {
        try (Engine engine =
                Engine.inProcess(slots, durability(batch.items().getFirst().target()))) {
            if (quiet || json) {
                return engine.coordinator().run(batch, BatchListener.NONE, cancellation);
            }
            try (LiveProgress progress = new LiveProgress(
                    CommandContext.err(spec),
                    CommandContext.errIsTerminal(),
                    batch.items().size())) {
                return engine.coordinator().run(batch, new FailuresUntold(progress), cancellation);
            }
        }
    }

    /** The answer tells of the only image's failure, which need not be told twice. */
    private record FailuresUntold(BatchListener told) implements BatchListener {
        @Override
        public void progress(ConversionRequest item, ItemStage stage, long doneBytes, long totalBytes) {
            told.progress(item, stage, doneBytes, totalBytes);
        }

        @Override
        public void finished(ItemReport report) {
            if (!(report.outcome() instanceof ItemOutcome.Failed)) {
                told.finished(report);
            }
        }
    }
}
