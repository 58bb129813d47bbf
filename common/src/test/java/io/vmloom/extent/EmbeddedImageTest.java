package io.vmloom.extent;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.format.Detector;
import io.vmloom.format.OpenOptions;
import io.vmloom.source.ByteSource;
import io.vmloom.source.JoinedSource;
import io.vmloom.source.Section;
import io.vmloom.testing.Seeded;
import io.vmloom.testing.TestSource;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EmbeddedImageTest {
    @Test
    void extentsTellWhereBytesAreInTheWholeFile() {
        TestSource whole = TestSource.of("a.ova", new byte[5000]);
        DiskImage inside = Detector.open(new Section(whole, 1024, 2048, "a.ova(disk)"), "auto", OpenOptions.DEFAULT);

        DiskImage embedded = EmbeddedImage.of(inside);

        assertThat(embedded.virtualBytes()).isEqualTo(2048);
        assertThat(embedded.members()).containsExactly(whole);
        assertThat(embedded.extents(new GuestOffset(512)).next())
                .contains(new Extent(new GuestOffset(512), 1536, new Mapping.Data(0, new HostOffset(1536))));
    }

    @Test
    void anImageOfWholeFilesStaysItself() {
        DiskImage image = Detector.open(TestSource.of("disk", new byte[512]), "auto", OpenOptions.DEFAULT);

        assertThat(EmbeddedImage.of(image)).isSameAs(image);
    }

    @Seeded(50)
    void piecesOneBehindTheOtherReadAsTheWhole(SplittableRandom random) {
        byte[] content = new byte[1 + random.nextInt(1000)];
        random.nextBytes(content);
        TestSource whole = TestSource.of("whole", content);
        int cut = random.nextInt(content.length + 1);
        ByteSource joined = new JoinedSource(
                "joined",
                List.of(new Section(whole, 0, cut, "first"), new Section(whole, cut, content.length - cut, "second")));
        int from = random.nextInt(content.length);
        byte[] read = new byte[random.nextInt(content.length - from + 1)];

        joined.read(from, ByteBuffer.wrap(read));

        assertThat(joined.sizeBytes()).isEqualTo(content.length);
        assertThat(read).isEqualTo(Arrays.copyOfRange(content, from, from + read.length));
    }
}
