package org.sparkhdf5;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The rooms and the direction in which they may be imported, as CONTRIBUTING.md draws them. */
@AnalyzeClasses(packages = "org.sparkhdf5", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    /** In import order: each may use those before it. */
    private static final List<String> ROOMS =
            List.of("storage", "codec", "format", "chunk", "table", "plan", "vector", "spark");

    private static final String ROOT = "org.sparkhdf5";

    @ArchTest
    static final ArchRule roomsHaveNoCycles =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyStorageUsesFileSystems = noClasses()
            .that(resideOutsideOf("storage"))
            .should()
            .dependOnClassesThat(resideInAPackage("org.apache.hadoop.fs.."));

    @ArchTest
    static final ArchRule onlyStorageAndSparkUseHadoop = noClasses()
            .that(resideOutsideOf("storage", "spark"))
            .should()
            .dependOnClassesThat(resideInAPackage("org.apache.hadoop.."));

    @ArchTest
    static final ArchRule onlyVectorAndSparkUseSpark = noClasses()
            .that(resideOutsideOf("vector", "spark"))
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.apache.spark..", "scala.."));

    /** Types that a column vector is made of live in catalyst's packages; nothing else of them is named. */
    @ArchTest
    static final ArchRule sparksInternalsAreNotExtended = noClasses()
            .should()
            .beAssignableTo(resideInAnyPackage("org.apache.spark.sql.execution..", "org.apache.spark.sql.catalyst.."));

    @ArchTest
    static final ArchRule theReaderIsOurOwn = noClasses().should().dependOnClassesThat(resideInAPackage("io.jhdf.."));

    @ArchTest
    static final ArchRule noUnsafe = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage("sun..", "org.apache.spark.unsafe.memory.."))
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.apache.spark.unsafe.Platform");

    @ArchTest
    static final ArchRule noOptionalInWhatIsShipped = fields().that()
            .areDeclaredInClassesThat()
            .areAssignableTo(Serializable.class)
            .should()
            .notHaveRawType(Optional.class);

    @ArchTest
    static final ArchRule noStateIsStatic = fields().that().areStatic().should(beConstant());

    @ArchTest
    static final ArchRule nothingIsPrinted = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule namesSayWhatTheyAre =
            noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Handler|Processor|Data|Info|Impl)");

    @ArchTest
    static final ArchRule publicWhereAnotherRoomNeedsIt =
            classes().that(arePublicTopLevelOutsideTheInterface()).should(beUsedByAnotherRoom());

    @ArchTest
    static final ArchRule picklesAreReadOnTheirOwn = noClasses()
            .that()
            .resideInAPackage(ROOT + ".table.pickle")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    ROOT + ".storage..", ROOT + ".codec..", ROOT + ".format..", ROOT + ".chunk..", ROOT + ".table"));

    @ArchTest
    static void roomsAreImportedOneWay(JavaClasses classes) {
        List<String> wrong = new ArrayList<>();
        int crossings = 0;
        for (JavaClass importing : classes) {
            for (Dependency dependency : importing.getDirectDependenciesFromSelf()) {
                String from = room(importing);
                String to = room(dependency.getTargetClass());
                if (to.isEmpty() || from.equals(to)) {
                    continue;
                }
                crossings++;
                if (from.equals("root") || (!to.equals("root") && ROOMS.indexOf(to) > ROOMS.indexOf(from))) {
                    wrong.add(dependency.getDescription());
                }
            }
        }
        assertThat(crossings).isGreaterThan(100);
        assertThat(wrong).isEmpty();
    }

    @ArchTest
    static void everyClassIsInARoom(JavaClasses classes) {
        assertThat(classes).allSatisfy(type -> assertThat(room(type)).isIn(withRoot()));
        assertThat(classes.stream().map(ArchitectureTest::room).distinct().toList())
                .containsExactlyInAnyOrderElementsOf(withRoot());
    }

    private static List<String> withRoot() {
        List<String> rooms = new ArrayList<>(ROOMS);
        rooms.add("root");
        return rooms;
    }

    /** The room of a class; {@code root} for the errors that all may use, empty for what is not ours. */
    private static String room(JavaClass type) {
        String name = type.getPackageName();
        if (name.equals(ROOT)) {
            return "root";
        }
        if (!name.startsWith(ROOT + ".")) {
            return "";
        }
        String below = name.substring(ROOT.length() + 1);
        int dot = below.indexOf('.');
        return dot < 0 ? below : below.substring(0, dot);
    }

    private static DescribedPredicate<JavaClass> resideOutsideOf(String... rooms) {
        Set<String> inside = Set.of(rooms);
        return DescribedPredicate.describe(
                "reside outside of " + String.join(" and ", rooms), type -> !inside.contains(room(type)));
    }

    private static DescribedPredicate<JavaClass> arePublicTopLevelOutsideTheInterface() {
        return DescribedPredicate.describe(
                "are public, top level, no exceptions, and neither Spark's entry nor a filter's",
                type -> type.getModifiers().contains(JavaModifier.PUBLIC)
                        && type.isTopLevelClass()
                        && !room(type).equals("spark")
                        && !room(type).equals("root")
                        && !type.isAssignableTo(Throwable.class)
                        && !type.getName().equals(ROOT + ".codec.Filter")
                        && !type.getName().equals(ROOT + ".format.DatatypeNotation")); // of the corpus tests, so far
    }

    private static ArchCondition<JavaClass> beUsedByAnotherRoom() {
        return new ArchCondition<>("be used by another package, or be a part of a public type that is") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean used = withNested(type)
                                .anyMatch(one -> usersOf(one)
                                        .anyMatch(user -> !user.getPackageName().equals(one.getPackageName())
                                                || isInSignatureOf(user, one)))
                        || isCaseOfSealedType(type);
                events.add(
                        new SimpleConditionEvent(type, used, type.getName() + " is public, used in its package only"));
            }
        };
    }

    private static Stream<JavaClass> withNested(JavaClass type) {
        return type.getPackage().getClasses().stream()
                .filter(one -> one.equals(type) || one.getName().startsWith(type.getName() + "$"));
    }

    private static Stream<JavaClass> usersOf(JavaClass type) {
        return type.getDirectDependenciesToSelf().stream().map(Dependency::getOriginClass);
    }

    private static boolean isInSignatureOf(JavaClass user, JavaClass type) {
        return user.getModifiers().contains(JavaModifier.PUBLIC)
                && user.getMembers().stream()
                        .filter(member -> member.getModifiers().contains(JavaModifier.PUBLIC))
                        .anyMatch(member -> member.getAllInvolvedRawTypes().contains(type));
    }

    private static boolean isCaseOfSealedType(JavaClass type) {
        return Stream.of(type.reflect().getInterfaces()).anyMatch(Class::isSealed);
    }

    private static ArchCondition<JavaField> beConstant() {
        return new ArchCondition<>("be final, and what it refers to should not change") {
            @Override
            public void check(JavaField field, ConditionEvents events) {
                boolean isFinal = field.getModifiers().contains(JavaModifier.FINAL);
                boolean isText = field.getRawType().isEquivalentTo(String.class);
                boolean changes = field.getRawType().getPackageName().startsWith("java.util.concurrent")
                        || (!isText && field.getRawType().isAssignableTo(CharSequence.class))
                        || (isCollection(field) && !isUnmodifiable(field));
                events.add(new SimpleConditionEvent(field, isFinal && !changes, field.getDescription()));
            }
        };
    }

    private static boolean isCollection(JavaField field) {
        return field.getRawType().isAssignableTo(Collection.class)
                || field.getRawType().isAssignableTo(Map.class);
    }

    /** Looks at the value: its type does not tell. */
    private static boolean isUnmodifiable(JavaField field) {
        try {
            Field reflected = field.reflect();
            reflected.setAccessible(true);
            String valueType = reflected.get(null).getClass().getName();
            return valueType.startsWith("java.util.ImmutableCollections$")
                    || valueType.startsWith("java.util.Collections$Unmodifiable");
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
