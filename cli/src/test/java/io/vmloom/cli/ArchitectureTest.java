package io.vmloom.cli;

import static io.vmloom.testing.ArchitectureRules.onlyIn;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import io.vmloom.cli.command.VmloomCommand;
import io.vmloom.testing.ArchitectureRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ArchitectureTest {
    private static final JavaClasses MAIN = ArchitectureRules.mainClasses();

    /** The servers that one process embeds for itself are the only reason to name these libraries here. */
    @ParameterizedTest
    @ValueSource(strings = {"org.apache.kafka..", "kafka..", "org.gaul..", "software.amazon.."})
    void librariesOfEmbeddedServersStayInTheirPackage(String library) {
        onlyIn(library, "io.vmloom.cli.embedded..").check(MAIN);
    }

    /** A command that neither the root nor another one names can not be called. */
    @Test
    void everyCommandBelongsToTheRoot() {
        Stream<String> called = below(Main.commandLine())
                .map(command -> command.getCommandSpec().userObject().getClass().getName());

        assertThat(called.filter(name -> name.startsWith("io.vmloom.")))
                .containsExactlyInAnyOrderElementsOf(MAIN.stream()
                        .filter(candidate -> candidate.isAnnotatedWith(CommandLine.Command.class)
                                && !candidate.getModifiers().contains(JavaModifier.ABSTRACT)
                                && !candidate.isEquivalentTo(VmloomCommand.class))
                        .map(JavaClass::getName)
                        .toList());
    }

    private static Stream<CommandLine> below(CommandLine command) {
        return command.getSubcommands().values().stream().flatMap(one -> Stream.concat(Stream.of(one), below(one)));
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
