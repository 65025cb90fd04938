package io.postern;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.net.Socket;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Which package may use which, and what the pure ones may not use at all. */
@AnalyzeClasses(packages = "io.postern", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String ROOT = "io.postern.";

  /** Each package, whole without those below it, and the packages that it may use. */
  static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("ftp", Set.of()),
          Map.entry("relay", Set.of()),
          Map.entry("tls", Set.of("ftp")),
          Map.entry("policy", Set.of("ftp")),
          Map.entry("event", Set.of("ftp")),
          Map.entry("quota", Set.of("ftp", "policy")),
          Map.entry("session", Set.of("ftp", "policy", "event")),
          Map.entry("upstream", Set.of("ftp", "policy")),
          Map.entry("users", Set.of("ftp")),
          Map.entry("pinhole", Set.of("ftp", "event", "relay")),
          Map.entry("pinhole.relay", Set.of("ftp", "event", "pinhole", "relay", "tls")),
          Map.entry(
              "net",
              Set.of(
                  "ftp",
                  "policy",
                  "event",
                  "session",
                  "pinhole",
                  "pinhole.relay",
                  "relay",
                  "tls",
                  "upstream",
                  "users")),
          Map.entry(
              "config",
              Set.of(
                  "ftp",
                  "policy",
                  "session",
                  "relay",
                  "pinhole",
                  "net",
                  "tls",
                  "upstream",
                  "users")),
          Map.entry("metrics", Set.of("ftp", "event")),
          Map.entry("audit", Set.of("ftp", "event")),
          Map.entry("admin", Set.of("ftp", "event", "quota", "session", "upstream")),
          Map.entry("operator", Set.of()),
          Map.entry("replay", Set.of("ftp", "policy", "audit")),
          Map.entry(
              "app",
              Set.of(
                  "ftp",
                  "policy",
                  "event",
                  "session",
                  "pinhole",
                  "pinhole.relay",
                  "relay",
                  "tls",
                  "net",
                  "config",
                  "quota",
                  "metrics",
                  "audit",
                  "admin",
                  "operator",
                  "replay",
                  "upstream",
                  "users")));

  private static final Set<String> TIME_OF_SYSTEM = Set.of("nanoTime", "currentTimeMillis");

  private static final String[] PURE = {
    ROOT + "ftp..", ROOT + "policy..", ROOT + "event..", ROOT + "session..", ROOT + "upstream.."
  };

  /** Nothing outside the table: a new package needs a row. */
  @ArchTest
  static final ArchRule everyPackageHasARow =
      classes().should().resideInAnyPackage(packages(MAY_USE.keySet()));

  @ArchTest
  static final ArchRule ftpUsesTheJdkOnly =
      classes()
          .that()
          .resideInAPackage(ROOT + "ftp..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(ROOT + "ftp..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule pureCodeUsesNoNetworkAndNoLogger =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "io.netty..",
                      "java.nio.channels..",
                      "java.util.logging..",
                      "org.slf4j..",
                      "ch.qos..")
                  .or(JavaClass.Predicates.assignableTo(System.Logger.class))
                  .or(JavaClass.Predicates.assignableTo(Socket.class)));

  @ArchTest
  static final ArchRule pureCodeReadsNoClock =
      noClasses().that().resideInAnyPackage(PURE).should().callCodeUnitWhere(readsAClock());

  @ArchTest
  static final ArchRule pureCodeHoldsNoClock =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(InstantSource.class);

  @ArchTest
  static final ArchRule noCycles =
      slices().assignedFrom(new PackageSlices()).should().beFreeOfCycles();

  @ArchTest
  static final ArchRule namesSayWhatAClassIs =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Impl");

  @ArchTest
  static void everyPackageUsesOnlyWhatItsRowNames(JavaClasses all) {
    MAY_USE.forEach((name, others) -> row(name, others).check(all));
  }

  private static ArchRule row(String name, Set<String> others) {
    Stream<String> allowed = Stream.concat(Stream.of(name), others.stream());
    DescribedPredicate<JavaClass> ours = resideInAPackage("io.postern..");
    DescribedPredicate<JavaClass> inRow =
        resideInAnyPackage(packages(allowed.toList())).as("row " + name + " " + others);
    return classes()
        .that()
        .resideInAPackage(ROOT + name)
        .should()
        .onlyDependOnClassesThat(not(ours).or(inRow))
        .allowEmptyShould(true);
  }

  private static String[] packages(Collection<String> names) {
    return names.stream().map(name -> ROOT + name).toArray(String[]::new);
  }

  private static DescribedPredicate<JavaCall<?>> readsAClock() {
    return describe(
        "reads a clock",
        call -> {
          String owner = call.getTargetOwner().getName();
          String method = call.getName();
          return (owner.equals("java.lang.System") && TIME_OF_SYSTEM.contains(method))
              || (owner.startsWith("java.time.") && method.equals("now"))
              || (owner.equals("java.util.Date") && method.equals("<init>"));
        });
  }

  /** One slice for each row: pinhole and pinhole.relay count apart. */
  private static final class PackageSlices implements SliceAssignment {

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
      String name = javaClass.getPackageName();
      return name.startsWith(ROOT)
          ? SliceIdentifier.of(name.substring(ROOT.length()))
          : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "the packages of Postern";
    }
  }
}
