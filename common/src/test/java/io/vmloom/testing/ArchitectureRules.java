package io.vmloom.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceRule;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;

/** What holds for the code of every module; each module's {@code ArchitectureTest} adds its own rules. */
public final class ArchitectureRules {
    /** A class is named after what it is, not after how it came about. */
    public static final ArchRule NAMES_SAY_SOMETHING = noClasses()
            .should()
            .haveNameMatching(".*(Impl|Utils?|Helpers?)(\\$.*)?")
            .because("such a name says nothing about what the class is for");

    /** Output belongs to the commands; everything else logs or throws. */
    public static final ArchRule NO_PRINTING = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    private ArchitectureRules() {}

    public static SliceRule noCycles() {
        return slices().matching("io.vmloom.(**)").should().beFreeOfCycles();
    }

    /** The main classes of the module in whose folder the tests run. */
    public static JavaClasses mainClasses() {
        return new ClassFileImporter().importPath(Path.of("target", "classes"));
    }

    /** Only these packages may use a library, wherever else in the module it would be tempting. */
    public static ArchRule onlyIn(String library, String... allowed) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(allowed)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .because("this library stays behind its adapter")
                .allowEmptyShould(true);
    }

    /** Every package, those of the tests too, says what it is for and is {@link NullMarked}; not those that JMH generates. */
    public static void checkPackagesAreNullMarked() {
        assertThat(new ClassFileImporter()
                        .importPaths(Path.of("target", "classes"), Path.of("target", "test-classes")).stream()
                                .map(JavaClass::getPackage)
                                .filter(candidate -> !candidate.isAnnotatedWith(NullMarked.class))
                                .map(JavaPackage::getName)
                                .filter(name -> !name.endsWith(".jmh_generated"))
                                .distinct())
                .as("packages without a package-info.java that is @NullMarked")
                .isEmpty();
    }
}
