package io.vmloom;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static io.vmloom.testing.ArchitectureRules.onlyIn;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.vmloom.format.Formats;
import io.vmloom.testing.ArchitectureRules;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
    /** A later stage may use an earlier one, never the reverse. */
    private static final List<String> STAGES =
            List.of("source", "extent", "range", "task", "fragment", "layout", "table", "object");

    private static final JavaClasses MAIN = ArchitectureRules.mainClasses();

    static IntStream stages() {
        return IntStream.range(0, STAGES.size() - 1);
    }

    @ParameterizedTest
    @MethodSource("stages")
    void noStageUsesALaterOne(int stage) {
        String[] later =
                STAGES.stream().skip(stage + 1).map(ArchitectureTest::tree).toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(tree(STAGES.get(stage)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(later)
                .check(MAIN);
    }

    /** What lies below the stages, and all of vmloom that it may use. */
    @ParameterizedTest
    @CsvSource({
        "unit, unit",
        "error, error",
        "codec, codec",
        "cipher, cipher unit error",
        "digest, digest unit error",
        "source, source error",
        "archive, archive source unit error",
        "diagnosis, diagnosis error",
        "machine, machine source error xml",
        "store, store source unit error diagnosis",
        "telemetry, telemetry",
        "tenant, tenant store source cipher error",
        "queue, queue task fragment store error diagnosis telemetry"
    })
    void foundationsKnowOnlyWhatLiesBelowThem(String foundation, String allowed) {
        String[] packages =
                Stream.of(allowed.split(" ", -1)).map(ArchitectureTest::tree).toArray(String[]::new);

        classes()
                .that()
                .resideInAPackage("io.vmloom." + foundation)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(packages).or(nameMatching("(?!io\\.vmloom\\.).*")))
                .check(MAIN);
    }

    @Test
    void stagesAndStoresNameNoFormat() {
        String[] neutral = Stream.concat(
                        STAGES.stream(),
                        Stream.of("unit", "error", "codec", "cipher", "digest", "store", "queue", "wire"))
                .map(ArchitectureTest::tree)
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAnyPackage(neutral)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vmloom.format..")
                .check(MAIN);
    }

    /** Disks are converted without anybody knowing what machine they belong to. */
    @Test
    void nothingBelowMachinesKnowsOfThem() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.vmloom.machine..", "io.vmloom.appliance..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vmloom.machine..")
                .check(MAIN);
    }

    @Test
    void kindsOfConfigurationsKnowNothingOfEachOther() {
        slices().matching("io.vmloom.machine.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(resideInAPackage("io.vmloom.machine.kind"), alwaysTrue())
                .check(MAIN);
    }

    @Test
    void formatsKnowNothingOfEachOtherNorOfStores() {
        slices().matching("io.vmloom.format.(*)..")
                .should()
                .notDependOnEachOther()
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage("io.vmloom.format..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vmloom.store..", "io.vmloom.object..", "io.vmloom.queue..", "io.vmloom.wire..")
                .check(MAIN);
    }

    @Test
    void stagesUsePortsAndNoAdapter() {
        noClasses()
                .that()
                .resideInAnyPackage(STAGES.stream().map(ArchitectureTest::tree).toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vmloom.store.(*)..", "io.vmloom.queue..")
                .check(MAIN);
    }

    @ParameterizedTest
    @CsvSource({
        "software.amazon.., io.vmloom.store.s3..",
        "org.apache.kafka.., io.vmloom.queue.kafka..",
        "io.prometheus.., io.vmloom.telemetry..",
        "io.opentelemetry.., io.vmloom.telemetry..",
        "io.airlift.., io.vmloom.codec..",
        "org.bouncycastle.., io.vmloom.cipher.."
    })
    void librariesStayBehindTheirAdapters(String library, String adapter) {
        onlyIn(library, adapter).check(MAIN);
    }

    /** Messages are packed whole and by one fixed level, for which the codec's contract of units would be a detour. */
    @Test
    void zstdIsNamedByTheCodecAndByTheWireOnly() {
        onlyIn("com.github.luben..", "io.vmloom.codec..", "io.vmloom.wire..").check(MAIN);
    }

    /** The registry is the one place that names every format, and lies beside the contracts that formats implement. */
    @Test
    void packagesFormNoCycles() {
        ArchitectureRules.noCycles()
                .ignoreDependency(nameMatching(Formats.class.getName()), alwaysTrue())
                .check(MAIN);
    }

    @Test
    void nothingPrints() {
        ArchitectureRules.NO_PRINTING.check(MAIN);
    }

    @Test
    void namesSaySomething() {
        ArchitectureRules.NAMES_SAY_SOMETHING.check(MAIN);
    }

    @Test
    void everyPackageIsNullMarked() {
        ArchitectureRules.checkPackagesAreNullMarked();
    }

    private static String tree(String name) {
        return "io.vmloom." + name + "..";
    }
}
