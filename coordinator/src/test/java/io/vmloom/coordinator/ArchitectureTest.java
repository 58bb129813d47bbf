package io.vmloom.coordinator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.vmloom.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchitectureTest {
    private static final JavaClasses MAIN = ArchitectureRules.mainClasses();

    @Test
    void theCoordinatorReachesStoresAndQueuesThroughTheirPorts() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.vmloom.coordinator.app..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.vmloom.store.(*)..", "io.vmloom.queue.(*)..", "software.amazon..", "org.apache.kafka..")
                .check(MAIN);
    }

    /** Formats are chosen by name in the registry, so that a new one needs no change here. */
    @Test
    void noSingleFormatIsNamed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vmloom.format.(*)..")
                .check(MAIN);
    }

    @Test
    void thePipelineIsPlainCodeThatKnowsNoVertx() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.vmloom.coordinator.job..",
                        "io.vmloom.coordinator.dispatch..",
                        "io.vmloom.coordinator.pipeline..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx..")
                .check(MAIN);
    }

    @ParameterizedTest
    @CsvSource({"org.jose4j.., io.vmloom.coordinator.access..", "io.github.bucket4j.., io.vmloom.coordinator.http.."})
    void librariesStayBehindTheirAdapters(String library, String adapter) {
        ArchitectureRules.onlyIn(library, adapter).check(MAIN);
    }

    @Test
    void packagesFormNoCycles() {
        ArchitectureRules.noCycles().check(MAIN);
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
}
