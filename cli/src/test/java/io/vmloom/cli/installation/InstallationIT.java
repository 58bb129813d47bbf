package io.vmloom.cli.installation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.Command;
import io.vmloom.cli.testing.Folder;
import io.vmloom.cli.testing.Guest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** In a folder with a space in its name. */
class InstallationIT {
    @TempDir
    private Path folder;

    private Installation installation = new Installation(Path.of(""), Map.of());

    @BeforeEach
    void isUnpacked() throws Exception {
        installation = Installation.unpack(folder);
    }

    @Test
    void holdsWhatItsUsersNeed() throws IOException {
        assertThat(installation.home().getFileName().toString()).matches("vmloom-\\d\\S+");
        assertThat(Folder.files(installation.home()))
                .contains("INSTALL.md", "LICENSE", "THIRD-PARTY.txt", "examples/first-batch.yaml")
                .contains("examples/disks/web-01.qcow2", "bin/vmloom", "lib/launcher.sh")
                .noneMatch(name -> name.startsWith("lib/") && (name.contains("junit") || name.contains("-tests")));
        List<String> libraries = Files.readAllLines(installation.home().resolve("THIRD-PARTY.txt"));
        assertThat(libraries)
                .anyMatch(line -> line.contains("org.apache.kafka:kafka-clients"))
                .noneMatch(line -> line.contains("io.vmloom"))
                .noneMatch(line -> line.contains("Unknown license"));
    }

    @Test
    void convertsAndInspectsUnderAnotherName() throws Exception {
        Path raw = Guest.FRAGMENTS.writeRaw(folder.resolve("my disk.raw"));
        Path target = folder.resolve("my disk.qcow2");
        Files.createSymbolicLink(folder.resolve("first"), installation.command());
        Path command = Files.createSymbolicLink(
                Files.createDirectory(folder.resolve("bin")).resolve("vmloom"), Path.of("../first"));

        assertSucceeded(installation.vmloom(command, "convert", "-q", raw, target, "-o", "compress=on"));

        assertThat(assertSucceeded(installation.vmloom(command, "inspect", target)))
                .containsPattern("format: +qcow2");
        assertThat(Command.run("compare", raw, target).succeeded().out()).contains("images are equal");
    }

    @Test
    void theFirstStartMakesACacheInTheFolder() throws Exception {
        String version = assertSucceeded(installation.vmloom("--version"));

        assertThat(version)
                .matches(
                        "vmloom " + installation.home().getFileName().toString().substring(7) + " on Java \\d+\\S*\\R");
        List<String> caches = caches(installation.cache());
        assertThat(caches).hasSize(1);
        assertThat(installation.cacheOfUser()).doesNotExist();

        Installation onlyWithCache = installation.with("VMLOOM_JAVA_OPTS", "-XX:AOTMode=on");
        assertThat(assertSucceeded(onlyWithCache.vmloom("--version"))).isEqualTo(version);
        assertThat(caches(installation.cache())).isEqualTo(caches);
    }

    @Test
    void whatTakesLongHasACacheOfItsOwn() throws Exception {
        assertSucceeded(installation.vmloom("--prepare"));
        Installation onlyWithCache = installation.with("VMLOOM_JAVA_OPTS", "-XX:AOTMode=on");

        assertSucceeded(onlyWithCache.vmloom("formats"));
        assertSucceeded(onlyWithCache.vmloom("digest", "--help"));

        assertThat(caches(installation.cache())).hasSize(2);
    }

    @Test
    void otherClassesGetAnotherCache() throws Exception {
        assertSucceeded(installation.vmloom("--prepare"));
        List<String> before = caches(installation.cache());
        assertThat(before).hasSize(2);

        Path jar = Path.of(CommandLine.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Files.copy(jar, installation.home().resolve("lib/vmloom-more.jar"));
        assertSucceeded(installation.vmloom("--prepare"));

        assertThat(caches(installation.cache())).hasSize(4).containsAll(before);
    }

    @Test
    void whereTheFolderCanOnlyBeReadTheCacheGoesToTheUser() throws Exception {
        Files.createFile(installation.cache());

        assertThat(assertSucceeded(installation.vmloom("--prepare"))).isEmpty();

        assertThat(caches(installation.cacheOfUser())).hasSize(2);
        assertSucceeded(installation.vmloom("--version"));
    }

    @Test
    void whereNothingCanBeWrittenThereIsNoCache() throws Exception {
        Files.createFile(installation.cache());
        Installation closed = installation.with("XDG_CACHE_HOME", installation.cache());

        assertThat(assertSucceeded(closed.vmloom("--version"))).startsWith("vmloom ");

        Command.Outcome prepared = closed.vmloom("--prepare");
        assertThat(prepared.exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(prepared.err()).startsWith("vmloom: no cache was made; ");
    }

    @Test
    void aJdkThatIsTooOldIsPassedOver() throws Exception {
        Files.createFile(installation.cache());
        Path old = folder.resolve("old jdk");
        Path bin = Files.createDirectories(old.resolve("bin"));
        assertThat(Files.createFile(bin.resolve("javac")).toFile().setExecutable(true))
                .isTrue();
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"21.0.1\"\n");

        Installation found =
                installation.with("VMLOOM_JAVA_HOME", old).with("JAVA_HOME", System.getProperty("java.home"));

        assertThat(assertSucceeded(found.vmloom("--version"))).contains("on Java " + Runtime.version());
    }

    private static String assertSucceeded(Command.Outcome outcome) {
        outcome.succeeded();
        assertThat(outcome.err()).isEmpty();
        return outcome.out();
    }

    /** Those that are no mark of there being none. */
    private static List<String> caches(Path folder) throws IOException {
        return Folder.files(folder).stream()
                .filter(name ->
                        name.endsWith(".aot") && folder.resolve(name).toFile().length() > 0)
                .toList();
    }
}
