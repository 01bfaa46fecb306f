package io.vedette.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Serializable;
import java.text.Format;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** Which module and package may use what. docs/architecture.md draws the arrows that are checked here. */
class ArchitectureTest {

    private static final JavaClasses ALL = new ClassFileImporter().importPackages("io.vedette");

    private static final JavaClasses MAIN = ALL.that(new DescribedPredicate<>("are production classes") {
        @Override
        public boolean test(JavaClass item) {
            return item.getSource().stream()
                    .noneMatch(source -> source.getUri().toString().contains("/test-classes/"));
        }
    });

    @Test
    void shouldSeeBothModulesBelow() {
        classes()
                .that()
                .haveFullyQualifiedName("io.vedette.core.flow.Flow")
                .or()
                .haveFullyQualifiedName("io.vedette.collector.Collector")
                .should()
                .bePublic()
                .check(MAIN);
    }

    @Test
    void shouldKeepCorePure() {
        classes()
                .that()
                .resideInAPackage("io.vedette.core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.vedette.core..", "java..", "org.jspecify.annotations..", "com.fasterxml.jackson.core..")
                .check(MAIN);
    }

    @Test
    void shouldKeepCoreAwayFromTheWorld() {
        noClasses()
                .that()
                .resideInAPackage("io.vedette.core..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "java.net..", "java.nio.channels..", "java.util.concurrent..", "java.lang.reflect..")
                        .and(not(simpleNameEndingWith("InetAddress")))
                        .and(not(simpleNameEndingWith("UnknownHostException"))))
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.nio.file.Files")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(
                        Thread.class, java.io.File.class, java.io.FileInputStream.class, java.io.FileOutputStream.class)
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(MAIN);
    }

    @Test
    void shouldPointArrowsDown() {
        noClasses()
                .that()
                .resideInAPackage("io.vedette.collector..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vedette.cli..")
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage("io.vedette.collector.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vedette.collector")
                .because("the composition knows the components, never the reverse")
                .check(MAIN);
    }

    @Test
    void shouldHaveNoCyclesOfPackages() {
        slices().matching("io.vedette.(**)").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void shouldKeepLibrariesWhereTheyBelong() {
        only("org.pcap4j..", "io.vedette.collector.pcap..");
        only("com.sun.jna..", "io.vedette.collector.pcap..");
        only(
                "io.netty..",
                "io.vedette.collector.tcp..",
                "io.vedette.collector.web..",
                "io.vedette.collector.alert..",
                "io.vedette.collector.enrich..",
                "io.vedette.collector.systemd..");
        only("com.maxmind..", "io.vedette.collector.enrich..");
        only("com.github.luben..", "io.vedette.collector.file..");
        only("com.github.benmanes.caffeine..", "io.vedette.collector.alert..", "io.vedette.collector.enrich..");
        only("org.sqlite..", "io.vedette.collector.isn.store..");
        only("java.sql..", "io.vedette.collector.isn.store..");
        only("redis.clients..", "io.vedette.collector.isn.redis..");
        only("com.fasterxml.jackson.dataformat..", "io.vedette.collector.config..");
        only("org.yaml..", "io.vedette.collector.config..");
        only("com.github.weisj..", "io.vedette.collector.picture..");
        only("java.awt..", "io.vedette.collector.picture..");
        only("javax.imageio..", "io.vedette.collector.picture..");
        only("picocli..", "io.vedette.cli..");
        only("ch.qos.logback..", "io.vedette.cli..");
    }

    private static void only(String library, String... packages) {
        noClasses()
                .that()
                .resideOutsideOfPackages(packages)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @Test
    void shouldLeaveProcessAndStandardStreamsToTheCli() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.vedette.cli..")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .accessField(System.class, "in")
                .check(MAIN);
    }

    @Test
    void shouldMarkEveryPackage() {
        classes()
                .should(new ArchCondition<JavaClass>("reside in a package marked @NullMarked") {
                    @Override
                    public void check(JavaClass item, ConditionEvents events) {
                        boolean marked = item.getPackage()
                                .tryGetAnnotationOfType(NullMarked.class)
                                .isPresent();
                        events.add(new SimpleConditionEvent(
                                item, marked, item.getPackageName() + " of " + item.getName()));
                    }
                })
                .check(MAIN);
    }

    @Test
    void shouldNameThingsForWhatTheyAre() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl)")
                .check(ALL);
    }

    @Test
    void shouldKeepLoggersPrivate() {
        fields().that()
                .haveRawType(Logger.class)
                .should()
                .bePrivate()
                .andShould()
                .beStatic()
                .andShould()
                .beFinal()
                .andShould()
                .haveName("log")
                .check(MAIN);
    }

    @Test
    void shouldConfigureWithRecords() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Config")
                .or()
                .haveSimpleNameEndingWith("Settings")
                .should()
                .beRecords()
                .check(MAIN);
    }

    @Test
    void shouldGiveDetectorsNoChangingFields() {
        fields().that()
                .areDeclaredInClassesThat()
                .implement(io.vedette.core.detect.Detector.class)
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(MAIN);
    }

    @Test
    void shouldUseNothingThatIsOnItsWayOut() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "sun..")
                .check(ALL);
        noClasses()
                .that()
                .areNotAssignableTo(Throwable.class)
                .and()
                .areNotEnums()
                .should()
                .implement(Serializable.class)
                .check(MAIN);
    }

    /** Digits and letters of files, records and messages are the same wherever the machine thinks it is. */
    @Test
    void shouldNotDependOnTheLanguageOfTheMachine() {
        noClasses()
                .should()
                .callMethod(String.class, "format", String.class, Object[].class)
                .orShould()
                .callMethod(String.class, "formatted", Object[].class)
                .orShould()
                .callMethod(String.class, "toUpperCase")
                .orShould()
                .callMethod(String.class, "toLowerCase")
                .orShould()
                .callMethod(PrintStream.class, "printf", String.class, Object[].class)
                .orShould()
                .callMethod(PrintWriter.class, "printf", String.class, Object[].class)
                .orShould()
                .callMethod(DateTimeFormatter.class, "ofPattern", String.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Format.class)
                .check(MAIN);
    }

    @Test
    void shouldNeverSleep() {
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(ALL);
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class, int.class)
                .check(ALL);
    }
}
