package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.apache.spark.package$;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.ObjectLocation;
import scala.util.Properties;

/** The jar that all tests here run against: which one it is, what it holds, and what it meets on the class path. */
@Tag("smoke")
class ConnectorJarTest {
    private static final Path JAR = Path.of(System.getProperty("sparkhdf5.jar"));

    @Test
    void theTestedClassesComeFromThePackagedJar() throws IOException, NoSuchAlgorithmException {
        Path loadedFrom = Path.of(ObjectLocation.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());

        assertThat(loadedFrom).isRegularFile().isEqualTo(JAR);

        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(JAR)));
        System.out.printf("connector jar %s sha256 %s on Spark/Scala %s%n", JAR.getFileName(), sha256, runningOn());
        // smoke-all.sh compares what the five runs leave here.
        Files.writeString(Path.of(System.getProperty("sparkhdf5.sha256File")), sha256 + "\n");
    }

    @Test
    void theJarHoldsOurClassesServicesAndLicencesOnly() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> foreign = jar.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .filter(name -> !name.startsWith("org/sparkhdf5/"))
                    .filter(name -> !name.startsWith("META-INF/services/"))
                    .filter(name -> !List.of("META-INF/MANIFEST.MF", "META-INF/LICENSE", "META-INF/NOTICE")
                            .contains(name))
                    .toList();

            assertThat(foreign).isEmpty();
        }
    }

    @Test
    void sparkAndScalaAreThoseOfTheProfile() {
        assertThat(runningOn()).isEqualTo(System.getProperty("sparkhdf5.spark"));
    }

    @Test
    void scalaTestIsNotOnTheClassPath() {
        assertThatThrownBy(() -> Class.forName("org.scalatest.Suite")).isInstanceOf(ClassNotFoundException.class);
    }

    /** Spark's version and Scala's binary version as the running libraries say, for instance {@code 3.5.9/2.12}. */
    private static String runningOn() {
        String scalaVersion = Properties.versionNumberString();
        return package$.MODULE$.SPARK_VERSION() + "/" + scalaVersion.substring(0, scalaVersion.lastIndexOf('.'));
    }
}
