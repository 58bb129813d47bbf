package io.vmloom.cli;

import static io.vmloom.testing.ArchitectureRules.onlyIn;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.vmloom.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {
    private static final JavaClasses MAIN = ArchitectureRules.mainClasses();

    /** The servers that one process embeds for itself are the only reason to name these libraries here. */
    @ParameterizedTest
    @ValueSource(strings = {"org.apache.kafka..", "kafka..", "org.gaul..", "software.amazon.."})
    void librariesOfEmbeddedServersStayInTheirPackage(String library) {
        onlyIn(library, "io.vmloom.cli.embedded..").check(MAIN);
    }

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
