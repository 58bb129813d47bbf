package io.vmloom.format.vmdk;

import io.vmloom.fragment.FragmentIndex;
import io.vmloom.fragment.FragmentIndexBuilder;
import io.vmloom.fragment.Packing;
import io.vmloom.layout.FragmentPlace;
import io.vmloom.layout.Layout;
import io.vmloom.table.GroupSet;
import io.vmloom.table.Stitch;
import io.vmloom.table.TableSink;
import io.vmloom.table.TargetDesign;
import io.vmloom.unit.TargetOffset;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;

/** Encodes a guest in ranges with the JDK's deflater and lets a design write the file around them. */
final class StitchedStream {
    private record Fragment(byte[] bytes, FragmentIndex index) {}

    private final TargetDesign design;
    private final byte[] guest;
    private final GroupSet groups;

    /** Front room beyond what the design asks for, as on object stores. */
    long extraFrontBytes;

    StitchedStream(TargetDesign design, byte[] guest) {
        this.design = design;
        this.guest = guest;
        this.groups = new GroupSet(design.groupBytes());
    }

    byte[] write(int rangeBytes) {
        List<Fragment> fragments = new ArrayList<>();
        for (int start = 0; start < guest.length; start += rangeBytes) {
            fragments.add(encode(start, Math.min(guest.length, start + rangeBytes)));
        }
        long dataBytes = fragments.stream()
                .mapToLong(fragment -> fragment.bytes().length)
                .sum();
        long frontBytes = design.frontBytes(groups, dataBytes) + extraFrontBytes;
        List<FragmentPlace> places = new ArrayList<>();
        long end = frontBytes;
        for (int range = 0; range < fragments.size(); range++) {
            int length = fragments.get(range).bytes().length;
            if (length > 0) {
                places.add(new FragmentPlace(range, new TargetOffset(end), length));
                end += length;
            }
        }
        Stitch stitch = new Stitch(
                new Layout(frontBytes, places, end),
                fragments.size(),
                range -> fragments.get(range).index(),
                groups);
        Sink sink = new Sink();
        design.writeFront(stitch, sink);
        requirePosition(sink, frontBytes);
        fragments.forEach(fragment -> sink.write(fragment.bytes()));
        design.writeTail(stitch, sink);
        requirePosition(sink, end + design.tailBytes());
        return sink.bytes.toByteArray();
    }

    private static void requirePosition(Sink sink, long expected) {
        if (sink.position() != expected) {
            throw new AssertionError("expected " + expected + " bytes, got " + sink.position());
        }
    }

    private Fragment encode(int start, int end) {
        int unitBytes = design.encoder().unitBytes();
        var index = new FragmentIndexBuilder(Packing.MARKED, unitBytes, start / unitBytes);
        var bytes = new ByteArrayOutputStream();
        byte[] zeros = new byte[unitBytes];
        for (int offset = start; offset < end; offset += unitBytes) {
            byte[] unit =
                    Arrays.copyOf(Arrays.copyOfRange(guest, offset, Math.min(end, offset + unitBytes)), unitBytes);
            if (Arrays.equals(unit, zeros)) {
                index.zero(1);
                continue;
            }
            byte[] stream = deflate(unit);
            index.compressed(stream.length);
            groups.add(offset, Math.min(unitBytes, guest.length - offset));
            ByteBuffer marker = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
            bytes.writeBytes(marker.putLong(offset / 512).putInt(stream.length).array());
            bytes.writeBytes(stream);
            bytes.writeBytes(new byte[Math.floorMod(-bytes.size(), 512)]);
        }
        return new Fragment(bytes.toByteArray(), index.build());
    }

    private static byte[] deflate(byte[] unit) {
        try (Deflater deflater = new Deflater()) {
            deflater.setInput(unit);
            deflater.finish();
            byte[] stream = new byte[unit.length + 1024];
            int length = deflater.deflate(stream);
            return Arrays.copyOf(stream, length);
        }
    }

    private static final class Sink implements TableSink {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void write(byte[] source, int offset, int length) {
            bytes.write(source, offset, length);
        }

        @Override
        public void zeros(long lengthBytes) {
            bytes.writeBytes(new byte[Math.toIntExact(lengthBytes)]);
        }

        @Override
        public long position() {
            return bytes.size();
        }
    }
}
