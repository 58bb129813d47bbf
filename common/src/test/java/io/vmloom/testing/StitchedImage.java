package io.vmloom.testing;

import io.vmloom.cipher.DiskCipher;
import io.vmloom.cipher.SectorCipher;
import io.vmloom.codec.Codecs;
import io.vmloom.codec.Compressor;
import io.vmloom.extent.EncryptedImage;
import io.vmloom.extent.LayerImage;
import io.vmloom.extent.LayerRuns;
import io.vmloom.fragment.FragmentIndex;
import io.vmloom.fragment.FragmentIndexBuilder;
import io.vmloom.fragment.Packing;
import io.vmloom.layout.FragmentPlace;
import io.vmloom.layout.Layout;
import io.vmloom.table.GroupSet;
import io.vmloom.table.Stitch;
import io.vmloom.table.TargetDesign;
import io.vmloom.task.EncoderSpec;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.TargetOffset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Encodes a guest range by range and lets a design write the front of the file around the fragments. */
public final class StitchedImage {
    private record Fragment(byte[] bytes, FragmentIndex index) {}

    private final TargetDesign design;
    private final SparseGuest guest;
    private final GroupSet groups;
    private final List<Fragment> fragments = new ArrayList<>();
    private final int unitBytes;

    /** Fragments in another order than the guest's, from this seed; 0 keeps the order. */
    public long shuffleSeed;

    /** Up to this many unused units of the front's alignment in front of each fragment and behind the last. */
    public int maxGapUnits;

    /** Front room in units of its alignment, beyond what the design asks for, as on object stores. */
    public int extraFrontUnits;

    /** Takes the bound for a full disk as the front's size, as for local files. */
    public boolean frontByBound;

    private Optional<LayerImage> layer = Optional.empty();

    public StitchedImage(TargetDesign design, SparseGuest guest) {
        this.design = design;
        this.guest = guest;
        this.groups = new GroupSet(design.groupBytes());
        this.unitBytes = design.encoder().unitBytes();
    }

    /** Makes the guest a layer, which holds these units, also those of them that are zero. */
    public void holding(LayerImage held) {
        layer = Optional.of(held);
        LayerRuns runs = held.runs(GuestOffset.ZERO);
        for (Optional<LayerRuns.Run> next = runs.next(); next.isPresent(); next = runs.next()) {
            LayerRuns.Run run = next.get();
            if (run.held()) {
                groups.add(run.firstUnit() * unitBytes, run.units() * unitBytes);
            }
        }
    }

    /** Cuts the disk into ranges of random lengths, up to this many units, and encodes them. */
    public StitchedImage encode(RandomGenerator random, long maxRangeUnits) {
        long units = Math.ceilDiv(guest.sizeBytes(), unitBytes);
        for (long first = 0; first < units; ) {
            long end = Math.min(units, first + random.nextLong(maxRangeUnits) + 1);
            fragments.add(
                    switch (design.encoder()) {
                        case EncoderSpec.PackedPlain plain -> plain(plain, first, end);
                        case EncoderSpec.PackedCompressed packed -> packed(packed, first, end);
                        case EncoderSpec.Identity identity -> identity(identity, first, end);
                        case EncoderSpec other -> throw new AssertionError("encoded elsewhere: " + other);
                    });
            first = end;
        }
        return this;
    }

    /** Writes the whole file and gives the length that its front has. */
    public long writeTo(Path file) throws IOException {
        Layout layout = layout();
        Stitch stitch = new Stitch(
                layout, fragments.size(), range -> fragments.get(range).index(), groups, layer);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.truncate(0);
            ChannelSink sink = new ChannelSink(channel);
            design.writeFront(stitch, sink);
            if (sink.position() != layout.frontBytes()) {
                throw new AssertionError("front has " + sink.position() + " bytes in " + layout);
            }
            for (FragmentPlace place : layout.places()) {
                sink.zeros(place.offset().bytes() - sink.position());
                sink.write(encrypted(
                        EncryptedImage.Positions.FILE,
                        fragments.get(place.range()).bytes(),
                        place.offset().bytes()));
            }
            sink.zeros(layout.dataEndBytes() - sink.position());
            design.writeTail(stitch, sink);
            if (sink.position() - layout.dataEndBytes() != design.tailBytes()) {
                throw new AssertionError(
                        "tail must have " + design.tailBytes() + " bytes, ended at " + sink.position());
            }
            sink.finish();
        }
        return layout.frontBytes();
    }

    private Layout layout() {
        List<Integer> order = new ArrayList<>();
        for (int range = 0; range < fragments.size(); range++) {
            if (fragments.get(range).bytes().length > 0) {
                order.add(range);
            }
        }
        Random random = new Random(shuffleSeed);
        if (shuffleSeed != 0) {
            Collections.shuffle(order, random);
        }
        List<FragmentPlace> places = new ArrayList<>();
        long end = 0;
        for (int range : order) {
            end += (long) random.nextInt(maxGapUnits + 1) * design.frontAlignmentBytes();
            int length = fragments.get(range).bytes().length;
            places.add(new FragmentPlace(range, new TargetOffset(end), length));
            end += length;
        }
        end += (long) random.nextInt(maxGapUnits + 1) * design.frontAlignmentBytes();
        long frontBytes = frontBytes(end);
        List<FragmentPlace> behindFront = places.stream()
                .map(place -> new FragmentPlace(
                        place.range(), new TargetOffset(place.offset().bytes() + frontBytes), place.lengthBytes()))
                .toList();
        return new Layout(frontBytes, behindFront, frontBytes + end);
    }

    private long frontBytes(long dataBytes) {
        if (frontByBound) {
            GroupSet all = new GroupSet(design.groupBytes());
            if (guest.sizeBytes() > 0) {
                all.add(0, guest.sizeBytes());
            }
            return design.frontBytes(all, Math.max(dataBytes, design.virtualBytes()));
        }
        return design.frontBytes(groups, dataBytes) + (long) extraFrontUnits * design.frontAlignmentBytes();
    }

    private Fragment plain(EncoderSpec.PackedPlain spec, long first, long end) {
        var index = new FragmentIndexBuilder(Packing.PACKED, unitBytes, first);
        var bytes = new ByteArrayOutputStream();
        byte[] lead = new byte[spec.leadBytes()];
        Arrays.fill(lead, (byte) 0xff);
        visit(first, end, index, unit -> {
            bytes.writeBytes(lead);
            bytes.writeBytes(unit);
            index.plain();
        });
        return new Fragment(bytes.toByteArray(), index.build());
    }

    private Fragment identity(EncoderSpec.Identity spec, long first, long end) {
        var index = new FragmentIndexBuilder(Packing.IDENTITY, unitBytes, first);
        if (spec.mapped()) {
            visit(first, end, index, unit -> index.plain());
        } else {
            index.zero(end - first);
        }
        long start = first * unitBytes;
        int length = Math.toIntExact(Math.min(end * unitBytes, guest.sizeBytes()) - start);
        return new Fragment(encrypted(EncryptedImage.Positions.GUEST, guest.read(start, length), start), index.build());
    }

    /** The same, unless the design's cipher counts sectors so; else whole ones, encrypted. */
    private byte[] encrypted(EncryptedImage.Positions positions, byte[] plain, long position) {
        if (design.cipher().filter(one -> one.positions() == positions).isEmpty()) {
            return plain;
        }
        DiskCipher cipher = design.cipher().get().cipher().get();
        byte[] sectors = Arrays.copyOf(plain, (int) Alignment.up(plain.length, cipher.sectorBytes()));
        SectorCipher.of(cipher).encrypt(sectors, 0, sectors, 0, sectors.length, position);
        return sectors;
    }

    private Fragment packed(EncoderSpec.PackedCompressed spec, long first, long end) {
        var index = new FragmentIndexBuilder(Packing.PACKED, unitBytes, first);
        var plain = new ByteArrayOutputStream();
        var packed = new ByteArrayOutputStream();
        byte[] target = new byte[unitBytes];
        try (Compressor compressor = Codecs.compressor(spec.compression())) {
            visit(first, end, index, unit -> {
                int length = compressor.compress(unit, 0, unitBytes, target, 0, unitBytes - 1);
                if (length == Compressor.DOES_NOT_FIT) {
                    plain.writeBytes(unit);
                    index.plain();
                } else {
                    packed.write(target, 0, length);
                    index.compressed(length);
                }
            });
        }
        packed.writeBytes(new byte[Math.floorMod(-packed.size(), unitBytes)]);
        plain.writeBytes(packed.toByteArray());
        return new Fragment(plain.toByteArray(), index.build());
    }

    private interface UnitEncoder {
        void encode(byte[] unit);
    }

    /** Steps from one filled unit to the next, so that a range of empty terabytes takes no time. */
    private void visit(long first, long end, FragmentIndexBuilder index, UnitEncoder encoder) {
        long next = first;
        while (next < end) {
            long filled = guest.nextFilled(next * unitBytes, end * unitBytes) / unitBytes;
            index.zero(filled - next);
            if (filled < end) {
                long start = filled * unitBytes;
                encoder.encode(guest.read(start, unitBytes));
                groups.add(start, Math.min(unitBytes, guest.sizeBytes() - start));
            }
            next = filled + 1;
        }
    }
}
