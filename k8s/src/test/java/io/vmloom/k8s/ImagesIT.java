package io.vmloom.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.report.ExitCode;
import io.vmloom.testing.Peers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The images that {@code -Pimages} makes, unpacked and run without a registry and without Docker. */
@EnabledIfSystemProperty(named = "vmloom.images", matches = ".+", disabledReason = "images are made by -Pimages")
class ImagesIT {
    private static final Path IMAGES = Path.of(System.getProperty("vmloom.images", ""));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"coordinator", "worker"})
    void anImageSaysWhatItIsAndRunsAsNobodyInParticular(String component) throws IOException {
        UnpackedImage image = unpacked(component);

        assertThat(image.name()).isEqualTo("vmloom/" + component + ":" + Images.version());
        assertThat(image.arguments()).containsExactly(component);
        assertThat(image.configuration().at("/config/User").asString())
                .isEqualTo(Images.property("image.user") + ":" + Images.property("image.user"));
        assertThat(image.configuration().path("created").asString()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(image.configuration().path("architecture").asString()).isIn("amd64", "arm64");
    }

    /** Whatever makes the launcher's Java fast makes that of the image fast. */
    @ParameterizedTest
    @ValueSource(strings = {"coordinator", "worker"})
    void itsJavaHasTheOptionsOfTheLauncher(String component) throws IOException {
        String launcher = ModuleFiles.text(ModuleFiles.ofRepository("cli/src/main/dist/lib/launcher.sh"));
        String options = launcher.substring(launcher.indexOf("jvm_options='") + "jvm_options='".length());
        List<String> words = Stream.of(
                        options.substring(0, options.indexOf('\'')).strip().split("\\s+", -1))
                .toList();

        assertThat(words).hasSizeGreaterThan(2);
        assertThat(unpacked(component).entryPoint()).containsAll(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"coordinator", "worker"})
    void itRunsAndSaysWhichSettingIsMissing(String component) throws IOException {
        Peers.need("unshare", "chroot");
        UnpackedImage image = unpacked(component);

        assertThat(image.run("--version").succeeded().output()).contains(Images.version());
        Peers.Outcome started = image.run(component);
        assertThat(started.output()).contains("VMLOOM_S3_ENDPOINT");
        assertThat(started.exitCode()).isEqualTo(ExitCode.USAGE.number());
    }

    @ParameterizedTest
    @ValueSource(strings = {"coordinator", "worker"})
    void nobodyCanWriteToItAndItHoldsNoShell(String component) throws IOException {
        Path root = unpacked(component).root();

        try (Stream<Path> files = Files.walk(root)) {
            assertThat(files.filter(file -> !Files.isSymbolicLink(file)).filter(ImagesIT::writableByOthers))
                    .containsExactly(root.resolve("tmp"));
        }
        assertThat(root.resolve("bin")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"coordinator", "worker"})
    void itsBillOfMaterialsNamesEveryLibrary(String component) throws IOException {
        Path root = unpacked(component).root();
        String bill = Files.readString(root.resolve("app/vmloom.cdx.json")).toLowerCase(Locale.ROOT);

        try (Stream<Path> libraries = Files.list(root.resolve("app/libs"))) {
            assertThat(libraries.map(library -> library.getFileName().toString()))
                    .hasSizeGreaterThan(40)
                    .allSatisfy(library -> assertThat(bill)
                            .contains("\"name\" : \"" + artifact(library).toLowerCase(Locale.ROOT) + "\""));
        }
    }

    private UnpackedImage unpacked(String component) throws IOException {
        return new UnpackedImage(IMAGES.resolve(component + ".tar"), folder);
    }

    /** Of {@code kafka-clients-4.3.1.jar}. */
    private static String artifact(String library) {
        return library.replaceFirst("-\\d[^/]*$", "");
    }

    private static boolean writableByOthers(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
