package io.vmloom.format.parallels;

import static io.vmloom.format.parallels.BundleFixture.BASE;
import static io.vmloom.format.parallels.BundleFixture.NONE;
import static io.vmloom.format.parallels.BundleFixture.TOP;
import static io.vmloom.format.parallels.BundleFixture.image;
import static io.vmloom.format.parallels.BundleFixture.shot;
import static io.vmloom.format.parallels.BundleFixture.storage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.ImageException;
import io.vmloom.error.RequestException;
import io.vmloom.format.Formats;
import io.vmloom.format.SampleImages;
import io.vmloom.store.Companions;
import io.vmloom.testing.LocalImage;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.TestSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Disks of Parallels in a directory of their own: pieces, snapshots, and a descriptor of both. */
class BundleTest {
    @TempDir
    Path folder;

    private BundleFixture bundle;

    @BeforeEach
    void useFolder() {
        bundle = new BundleFixture(folder);
    }

    @Test
    void aBundleOfParallelsReadsAsItsOnlyFileDoes() throws IOException {
        String path = "log2timeline+dfvfs/test_data/hfsplus.hdd/";
        SampleImages.Row file = SampleImages.rows().stream()
                .filter(row -> row.path().startsWith(path) && row.path().endsWith(".hds"))
                .findFirst()
                .orElseThrow();
        Files.write(folder.resolve(file.path().substring(path.length())), file.bytes());
        Files.copy(file.folder().resolve(path + DiskDescriptor.FILE_NAME), bundle.descriptor());

        Path entry = Formats.entry(folder);

        assertThat(LocalImage.md5(entry, LocalImage.beside())).isEqualTo(file.md5());
        refuses(Companions.NONE, "it needs an image file 'hfsplus.hdd.0.{5fbaabe3");
    }

    @Test
    void piecesOfBothKindsStandOneBehindTheOther() throws IOException {
        byte[] plain = new byte[(int) BundleFixture.PIECE_BYTES];
        new Random(1).nextBytes(plain);
        Files.write(folder.resolve("1.hds"), plain);
        bundle.expandable("0.hds", 2);
        bundle.expandable("2.hds", 3);
        bundle.describe(
                storage(0, image(TOP, "Compressed", "0.hds"))
                        + storage(1, image(TOP, "Plain", "1.hds"))
                        + storage(2, image(TOP, "Compressed", "2.hds")),
                shot(TOP, NONE));

        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.write(bundle.byQemu(bundle.only("0.hds")));
        expected.write(plain);
        expected.write(bundle.byQemu(bundle.only("2.hds")));
        assertThat(LocalImage.bytes(bundle.descriptor(), LocalImage.beside())).isEqualTo(expected.toByteArray());
    }

    @Test
    void aSnapshotIsReadInsteadOfTheStateAboveItWhenItIsAskedFor() throws IOException {
        bundle.expandable("base.hds", 4);
        bundle.expandable("top.hds", 5);
        bundle.expandable("base2.hds", 6);
        bundle.expandable("top2.hds", 7);
        bundle.describe(
                storage(0, image(BASE, "Compressed", "base.hds") + image(TOP, "Compressed", "C:\\vm\\top.hds"))
                        + storage(1, image(TOP, "Compressed", "top2.hds") + image(BASE, "Compressed", "base2.hds")),
                shot(BASE, NONE) + shot(TOP, BASE));

        assertThat(LocalImage.bytes(bundle.descriptor(), LocalImage.beside()))
                .isEqualTo(bundle.byQemu(bundle.above("top.hds", "base.hds"), bundle.above("top2.hds", "base2.hds")));
        try (LocalImage before =
                LocalImage.open(bundle.descriptor(), BASE.toUpperCase(Locale.ROOT), LocalImage.beside())) {
            assertThat(Materializer.bytes(before.image()))
                    .isEqualTo(bundle.byQemu(bundle.only("base.hds"), bundle.only("base2.hds")));
        }
        assertThatThrownBy(() -> LocalImage.open(bundle.descriptor(), "yesterday", LocalImage.beside()))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("there is no snapshot 'yesterday'; there are 11111111-");
    }

    @Test
    void theDescriptorMaySayWhichStateIsTheActiveOne() throws IOException {
        bundle.expandable("base.hds", 8);
        bundle.expandable("other.hds", 9);
        bundle.describe(
                storage(0, image(TOP, "Compressed", "base.hds") + image(BASE, "Compressed", "other.hds")),
                "<TopGUID>" + BASE + "</TopGUID>" + shot(BASE, TOP) + shot(TOP, NONE));

        assertThat(LocalImage.bytes(bundle.descriptor(), LocalImage.beside()))
                .isEqualTo(bundle.byQemu(bundle.above("other.hds", "base.hds")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<Disk_size>2048 | <Disk_size>2049 | must fill the disk's 2049 sectors, got: 2048",
                "<Disk_size>2048 | <Disk_size>-2048 | 'Disk_size' must be a number, got: '-2048'",
                "<Start>0 | <Start>1 | a storage must follow the one before at sector 0",
                "<End>2048 | <End>0 | a storage must follow the one before at sector 0",
                "<End>2048 | <End>999999999999999999 | a storage must follow the one before at sector 0",
                "<Padding>0 | <Padding>1 | the disk is padded",
                "<Engine>{00000000 | <Engine>{00000001 | the disk is encrypted by 00000001-0000",
                "Version=\"1.0\" | Version=\"2.0\" | version is not 1.0",
                "<Type>Compressed | <Type>Squeezed | images of type 'Squeezed' are not known",
                "<Type>Compressed | <Type>Plain | the file ends inside the extent of 1048576 bytes",
                "<File>0.hds | <File>text | must begin with a Parallels header",
                "<File>0.hds | <File>DiskDescriptor.xml | must begin with a Parallels header",
                "<File>0.hds | <File>short.hds | the disk in 'short.hds' has 65536",
                "<File>0.hds | <File>/etc/passwd | it needs an image file '/etc/passwd'",
                "<File>0.hds | <File>../../../etc/passwd | it needs an image file '",
                "<File>0.hds | <File>nbd://127.0.0.1/0.hds | it needs an image file 'nbd:",
                "<File>0.hds | <File> | it needs an image file ''",
                "<Image><GUID>{5fb | <Image><GUID>{5fc | must have one image of snapshot 5fbaabe3-6958-40ff-92a7-860e329aab41, got: 0",
                "<ParentGUID>{0000 | <ParentGUID>{0001 | snapshot 00010000-0000-0000-0000-000000000000 is not described",
                "<ParentGUID>{00000000-0000-0000-0000-000000000000 | <ParentGUID>{5fbaabe3-6958-40ff-92a7-860e329aab41 | in a circle",
                "<Snapshots> | <Snapshots><TopGUID>{00000000-0000-0000-0000-000000000000}</TopGUID> | is not described",
                "<Snapshots> | <Snapshots><TopGUID>1</TopGUID><TopGUID>2</TopGUID> | 'Snapshots' says 'TopGUID' twice",
                "</Storage> | </Storage><Storage/> | 'Storage' must have 'Start'",
                "<StorageData> | <StorageData>&secret; | must be sound XML",
                "</Snapshots> | </Snapshot> | must be sound XML"
            })
    void descriptorsThatCanNotBeAreRefused(String before, String after, String reason) throws IOException {
        bundle.expandable("0.hds", 10);
        byte[] shorter = new ParallelsHeader(true, 65536, 65536, 1, 65536, false).bytes(65536);
        Files.write(folder.resolve("short.hds"), Arrays.copyOf(shorter, 65536));
        Files.writeString(folder.resolve("text"), "nothing but a text");
        bundle.describe(storage(0, image(TOP, "Compressed", "0.hds")), shot(TOP, NONE));
        String text = Files.readString(bundle.descriptor());
        assertThat(text).contains(before);

        Files.writeString(bundle.descriptor(), replaceLast(text, before, after));

        refuses(LocalImage.beside(), reason);
    }

    @Test
    void aPlainImageCanNotStandAboveAnother() throws IOException {
        bundle.expandable("0.hds", 11);
        bundle.describe(
                storage(0, image(BASE, "Compressed", "0.hds") + image(TOP, "Plain", "0.hds")),
                shot(TOP, BASE) + shot(BASE, NONE));

        refuses(LocalImage.beside(), "'0.hds' is plain, so it can not stand above others");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">",
                "<!DOCTYPE x [<!ENTITY secret SYSTEM \"file:///etc/passwd\">]>",
                "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>"
            })
    void aDocumentTypeIsRefused(String declaration) {
        String text = declaration + "<Parallels_disk_image Version=\"1.0\"></Parallels_disk_image>";

        assertThatThrownBy(() -> DiskDescriptor.read(TestSource.of("disk", text.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("declares a document type");
    }

    @Test
    void whatIsTooDeepOrTooLargeIsRefused() throws IOException {
        String begin = "<Parallels_disk_image Version=\"1.0\">";
        Files.writeString(bundle.descriptor(), begin + "<a>".repeat(100_000));
        refuses(LocalImage.beside(), "32 deep at the most");

        Files.writeString(bundle.descriptor(), begin + "<a/>".repeat(200_000));
        refuses(LocalImage.beside(), "at most 100000 elements");

        Files.writeString(bundle.descriptor(), begin + " ".repeat(5 << 20));
        refuses(LocalImage.beside(), "a disk descriptor must have at most 4194304 bytes");
    }

    @Test
    void damagedDescriptorsAreReadOrRefusedByTypedErrors() throws IOException {
        bundle.describe(storage(0, image(TOP, "Compressed", "0.hds")), shot(TOP, NONE));
        byte[] text = Files.readAllBytes(bundle.descriptor());
        Random random = new Random(12);
        for (int i = 0; i < 500; i++) {
            byte[] damaged = text.clone();
            for (int change = random.nextInt(3); change >= 0; change--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                DiskDescriptor.read(TestSource.of("disk", damaged));
            } catch (ImageException e) {
                assertThat(e.reason()).isNotEmpty();
            }
        }
    }

    private static String replaceLast(String text, String before, String after) {
        int at = text.lastIndexOf(before);
        return text.substring(0, at) + after + text.substring(at + before.length());
    }

    private void refuses(Companions companions, String reason) {
        assertThatThrownBy(() -> LocalImage.md5(bundle.descriptor(), companions))
                .isInstanceOfSatisfying(
                        ConversionException.class,
                        e -> assertThat(e.code())
                                .isIn(ErrorCode.IMAGE_UNSAFE, ErrorCode.IMAGE_INVALID, ErrorCode.IMAGE_UNSUPPORTED))
                .hasMessageContaining(reason);
    }
}
