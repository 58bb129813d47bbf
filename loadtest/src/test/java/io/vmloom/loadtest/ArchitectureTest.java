package io.vmloom.loadtest;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.vmloom.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses MAIN = ArchitectureRules.mainClasses();

    @Test
    void packagesFormNoCycles() {
        ArchitectureRules.noCycles().check(MAIN);
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
