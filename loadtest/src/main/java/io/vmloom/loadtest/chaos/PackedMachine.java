package io.vmloom.loadtest.chaos;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A machine of some of the images, which becomes a package.
 *
 * @param number among the machines, from 0
 * @param disks numbers of the images
 */
record PackedMachine(int number, List<Integer> disks) {
    /** Machines have the first images of every so many: those need no other file, and their format shows. */
    private static final int IMAGES_APART = 10;

    private static final int MOST_DISKS = 2;

    /** As many as that many images are enough for, at least one. */
    static List<PackedMachine> of(int images) {
        return IntStream.range(0, Math.ceilDiv(images, IMAGES_APART))
                .mapToObj(number -> new PackedMachine(
                        number,
                        IntStream.range(0, MOST_DISKS)
                                .map(disk -> number * IMAGES_APART + disk)
                                .filter(image -> image < images)
                                .boxed()
                                .toList()))
                .toList();
    }

    /** Key of its configuration, which has its disks beside it. */
    String source() {
        return Batch.SOURCES + "/machine-" + number + ".xml";
    }

    String target() {
        return Batch.TARGETS + "/machine-" + number + ".ova";
    }

    /** libvirt's. */
    byte[] configuration() {
        StringBuilder text = new StringBuilder();
        text.append("<domain type='kvm'><name>machine-%d</name><memory unit='MiB'>512</memory><vcpu>1</vcpu>"
                .formatted(number));
        text.append("<os><type arch='x86_64'>hvm</type></os><devices>");
        for (int i = 0; i < disks.size(); i++) {
            text.append(
                    "<disk type='file' device='disk'><source file='/images/%s'/><target dev='sd%c' bus='sata'/></disk>"
                            .formatted(Batch.name(disks.get(i)), 'a' + i));
        }
        return text.append("</devices></domain>").toString().getBytes(StandardCharsets.UTF_8);
    }
}
