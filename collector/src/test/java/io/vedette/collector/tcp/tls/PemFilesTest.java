package io.vedette.collector.tcp.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PemFilesTest {

    @TempDir
    Path directory;

    private Authority authority;
    private Authority.Identity identity;
    private X509Certificate certificate;

    @BeforeEach
    void issue() throws IOException, InterruptedException {
        authority = new Authority(directory, "authority");
        identity = authority.issue("one", "DNS:one.test");
        certificate =
                PemFiles.certificates("certificate", identity.certificate()).get(0);
    }

    @Test
    void shouldReadAChainInItsOrder() throws IOException {
        Path chain = directory.resolve("chain.pem");
        Files.writeString(chain, Files.readString(identity.certificate()) + Files.readString(authority.certificate));

        assertThat(PemFiles.certificates("certificate", chain))
                .extracting(each -> each.getSubjectX500Principal().getName())
                .containsExactly("CN=probe9.example.org", "CN=authority");
    }

    /** Each kind of key that openssl makes for certificates. */
    @ParameterizedTest
    @CsvSource({"rsa:2048, ''", "ed25519, ''", "ec, -pkeyopt ec_paramgen_curve:P-384"})
    void shouldKnowWhichKeyBelongsToIt(String kind, String options) throws IOException, InterruptedException {
        String command = "openssl req -x509 -newkey " + kind + " " + options
                + " -nodes -days 3 -subj /CN=x -keyout x.key -out x.pem";
        Process made = new ProcessBuilder(command.trim().split(" +"))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(made.waitFor()).isZero();
        X509Certificate own =
                PemFiles.certificates("c", directory.resolve("x.pem")).get(0);

        assertThat(PemFiles.key("key", directory.resolve("x.key"), own)).isNotNull();
        assertThatThrownBy(() -> PemFiles.key("key", identity.key(), own))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("key: the key in " + identity.key() + " is ");
    }

    @Test
    void shouldTellHowToTurnAnOldKeyIntoOneItReads() throws IOException {
        Path old = directory.resolve("old.key");
        Files.writeString(old, "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n");

        assertThatThrownBy(() -> PemFiles.key("key", old, certificate))
                .hasMessage("key: " + old + " holds an \"EC PRIVATE KEY\", expected PKCS #8 without a password: "
                        + "openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW");
    }

    @Test
    void shouldTellWhatIsWrongWithAFile() throws IOException {
        Path empty = Files.createFile(directory.resolve("empty.pem"));
        Path garbage = Files.writeString(
                directory.resolve("garbage.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        assertThatThrownBy(() -> PemFiles.certificates("certificate", empty))
                .hasMessage("certificate: no certificate in " + empty + ", expected PEM");
        assertThatThrownBy(() -> PemFiles.certificates("certificate", garbage))
                .hasMessageStartingWith("certificate: " + garbage + " holds a certificate that cannot be read");
        assertThatThrownBy(() -> PemFiles.certificates("certificate", directory))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("certificate: ");
        assertThatThrownBy(() -> PemFiles.key("key", empty, certificate)).hasMessageContaining("no private key in");
    }
}
