package io.vmloom.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.vmloom.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses MAIN = ArchitectureRules.mainClasses();

    /** An image is hostile: its metadata is parsed in one place, and a worker sees extents, codecs and encoders only. */
    @Test
    void aWorkerKnowsNoImageFormat() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vmloom.format..")
                .check(MAIN);
    }

    @Test
    void aWorkerReachesStoresAndQueuesThroughTheirPorts() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.vmloom.store.(*)..", "io.vmloom.queue.(*)..", "software.amazon..", "org.apache.kafka..")
                .check(MAIN);
    }

    @Test
    void convertingDoesNotKnowWhereTasksComeFrom() {
        noClasses()
                .that()
                .resideInAPackage("io.vmloom.worker.convert..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vmloom.queue..", "io.vmloom.worker.consume..")
                .check(MAIN);
    }

    @Test
    void everythingBelongsToAKnownPackage() {
        classes()
                .should()
                .resideInAnyPackage(
                        "io.vmloom.worker.consume..",
                        "io.vmloom.worker.convert..",
                        "io.vmloom.worker.drain..",
                        "io.vmloom.worker.app..")
                .check(MAIN);
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
