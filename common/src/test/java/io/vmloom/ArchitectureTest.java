package io.vmloom;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
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
        "digest, digest unit error",
        "source, source error",
        "store, store source unit error",
        "telemetry, telemetry",
        "queue, queue task fragment store error"
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
                        STAGES.stream(), Stream.of("unit", "error", "codec", "digest", "store", "queue", "wire"))
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

    @Test
    void formatsKnowNothingOfEachOtherNorOfStores() {
        for (String format : List.of("raw", "qcow2", "vmdk")) {
            noClasses()
                    .that()
                    .resideInAPackage("io.vmloom.format." + format)
                    .should()
                    .dependOnClassesThat(resideInAnyPackage("io.vmloom.format.(*)..")
                            .and(resideInAnyPackage("io.vmloom.format." + format)
                                    .negate()))
                    .orShould()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.vmloom.store..", "io.vmloom.object..", "io.vmloom.queue..")
                    .check(MAIN);
        }
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
        "io.vmloom.store.s3.., software.amazon..",
        "io.vmloom.queue.kafka.., org.apache.kafka..",
        "io.vmloom.telemetry.., io.prometheus..",
        "io.vmloom.codec.., io.airlift..",
        "io.vmloom.codec.., com.github.luben.."
    })
    void librariesStayBehindTheirAdapters(String adapter, String library) {
        onlyIn(adapter, library).check(MAIN);
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
