package io.vmloom.cli.command;

import io.vmloom.appliance.Appliance;
import io.vmloom.appliance.CheckDepth;
import io.vmloom.cli.engine.CommandStores;
import io.vmloom.cli.engine.Engine;
import io.vmloom.cli.report.ApplianceText;
import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.report.LiveProgress;
import io.vmloom.cli.report.LossText;
import io.vmloom.cli.report.NoteText;
import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.BatchIds;
import io.vmloom.coordinator.job.BatchListener;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.job.ItemStage;
import io.vmloom.coordinator.job.Making;
import io.vmloom.coordinator.job.PackageItems;
import io.vmloom.coordinator.job.Sources;
import io.vmloom.coordinator.job.TargetNames;
import io.vmloom.coordinator.job.Trust;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.coordinator.manifest.MachineExpansion;
import io.vmloom.coordinator.manifest.MachineTarget;
import io.vmloom.coordinator.manifest.ManifestItem;
import io.vmloom.coordinator.pipeline.ApplianceStep;
import io.vmloom.coordinator.report.ReportJson;
import io.vmloom.digest.GuestDigest;
import io.vmloom.error.RequestException;
import io.vmloom.error.StoreException;
import io.vmloom.extent.OnDamage;
import io.vmloom.object.Durability;
import io.vmloom.store.Location;
import io.vmloom.store.Stores;
import io.vmloom.unit.ByteSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
        String batchId = BatchIds.next();
        List<String> names = new ArrayList<>(List.of(source.name));
        names.addAll(furtherAndTarget.subList(0, furtherAndTarget.size() - 1));
        String name = String.join(" + ", names);
        Optional<String> wanted = format.map(ConvertCommand::noCacheMode);
        boolean packs = PackageItems.areWanted(furtherAndTarget.getLast(), wanted);
        Optional<MachineTarget> machine = packs ? Optional.empty() : machineOptions.target();
        Optional<Appliance> appliance = names.size() == 1 ? appliance() : Optional.empty();
        List<ConversionRequest> items;
        if (packs) {
            items = packed(batchId, name, names, appliance);
        } else {
            items = machine.map(to -> machine(batchId, to, appliance, wanted))
                    .orElseGet(() -> disks(batchId, name, names, appliance, wanted));
        }
        int slots = CommandContext.workers(workers);
        try (Interrupt interrupt = new Interrupt()) {
            return answer(appliance, run(new Batch(batchId, name, items), slots, interrupt.cancellation()));
        }
    }

    /** The items of a package. */
    private List<ConversionRequest> packed(
            String batchId, String name, List<String> names, Optional<Appliance> appliance) {
        Sources sources =
                new Sources(names.stream().map(CommandContext::location).toList(), source.member);
        return PackedDisks.of(appliance, names, sources)
                .items(
                        request(batchId + "-0", name, sources, furtherAndTarget.getLast(), PackageItems.FORMAT),
                        batchId,
                        machineOptions.ofPackage());
    }

    private List<ConversionRequest> disks(
            String batchId, String name, List<String> names, Optional<Appliance> appliance, Optional<String> wanted) {
        String target = furtherAndTarget.getLast();
        return appliance
                .map(found -> items(batchId, found, ApplianceTargets.of(found, target, wanted)))
                .orElseGet(() -> List.of(request(
                        batchId + "-0",
                        name,
                        new Sources(names.stream().map(CommandContext::location).toList(), source.member),
                        target,
                        wanted.orElseGet(() -> TargetNames.formatOf(target)))));
    }

    /** The items of a machine, whose files stand together. */
    private List<ConversionRequest> machine(
            String batchId, MachineTarget to, Optional<Appliance> appliance, Optional<String> wanted) {
        String target = furtherAndTarget.getLast();
        Appliance found = appliance.orElseThrow(() -> new RequestException("--config is for one machine, by its"
                + " configuration or package and without -f, -l and --member, and " + source.name + " is none; see"
                + " vmloom inspect"));
        if (ApplianceTargets.isOneFile(target)) {
            throw new RequestException("'" + target + "' is one file, and a machine has several; give a directory");
        }
        ConversionRequest pattern = request(
                batchId,
                found.machine().machine().name(),
                Sources.of(CommandContext.location(source.name)),
                target,
                wanted.orElseGet(to::usualFormat));
        ManifestItem order = ManifestItem.machine(pattern, to);
        List<ConversionRequest> items = new ArrayList<>();
        MachineExpansion.of(order, to, found).forEach(item -> items.addAll(item.requests(batchId, items.size())));
        ApplianceTargets.create(target);
        return items;
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

    private List<ConversionRequest> items(String batchId, Appliance appliance, ApplianceTargets targets) {
        List<ConversionRequest> items = new ArrayList<>();
        targets.byDisk()
                .forEach((disk, target) -> items.add(request(
                        batchId + "-" + items.size(),
                        appliance.name() + "(" + disk + ")",
                        Sources.member(CommandContext.location(source.name), disk),
                        target,
                        targets.format())));
        return items;
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

    private int answer(Optional<Appliance> appliance, List<ItemReport> reports) {
        if (json) {
            CommandContext.out(spec)
                    .println(ReportJson.text(appliance
                            .map(found -> ApplianceText.tree(found, reports))
                            .orElseGet(() -> reports.size() > 1
                                    ? ApplianceText.tree(reports)
                                    : ReportJson.item(reports.getFirst()))));
        }
        appliance.ifPresent(found -> ApplianceText.warnings(found).forEach(CommandContext.err(spec)::println));
        Set<Location> parts = reports.stream()
                .flatMap(report -> report.request().making().parts().stream())
                .collect(Collectors.toSet());
        return reports.stream()
                .mapToInt(report -> answer(report, parts))
                .reduce(0, (first, next) -> first != 0 ? first : next);
    }

    private int answer(ItemReport report, Set<Location> parts) {
        Location place = report.request().target();
        String target = parts.contains(place) ? report.request().name() : place.toString();
        return switch (report.outcome()) {
            case ItemOutcome.Succeeded done -> {
                say(target + ": " + ByteSize.format(done.virtualBytes()) + " disk, "
                        + ByteSize.format(done.targetBytes()) + " file, "
                        + done.digest().map(GuestDigest::toString).orElse("not verified"));
                LossText.lines(done.losses()).forEach(CommandContext.err(spec)::println);
                CommandContext.err(spec).flush();
                yield (done.losses().isEmpty() ? ExitCode.DONE : ExitCode.LOSSES).number();
            }
            case ItemOutcome.Skipped same -> {
                say(target + ": skipped, an equal target is there");
                yield ExitCode.DONE.number();
            }
            case ItemOutcome.Assembled made -> {
                say(target + ": " + report.request().targetFormat() + " of " + made.disks() + " disks"
                        + notTakenOver(report.request().making(), made));
                NoteText.lines(made.notes()).forEach(CommandContext.err(spec)::println);
                CommandContext.err(spec).flush();
                yield ExitCode.DONE.number();
            }
            case ItemOutcome.Failed failed -> {
                CommandContext.err(spec).println("vmloom: " + failed.message());
                CommandContext.err(spec).flush();
                yield ExitCode.of(failed.code()).number();
            }
        };
    }

    private static String notTakenOver(Making making, ItemOutcome.Assembled made) {
        return switch (making) {
            case Making.Disk _, Making.Config _, Making.Appliance _ ->
                ", " + made.notes().count() + " settings not taken over as they were";
            case Making.Digests _ -> "";
        };
    }

    private void say(String line) {
        if (!json && !quiet) {
            CommandContext.out(spec).println(line);
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
