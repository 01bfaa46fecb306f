package io.vedette.collector.tcp.tls;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A certificate authority of openssl's making, in a directory. Tests with it are skipped where there is no openssl. */
public final class Authority {

    private final Path directory;
    private final String name;
    public final Path certificate;

    public Authority(Path directory, String name) throws IOException, InterruptedException {
        assumeTrue(isThere("openssl"), "openssl is not installed: apt-get install openssl");
        this.directory = directory;
        this.name = name;
        certificate = directory.resolve(name + ".pem");
        openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=" + name + " -keyout "
                + name + ".key -out " + name + ".pem");
    }

    public static boolean isThere(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** A certificate and its key in files. */
    public record Identity(Path certificate, Path key) {}

    /** @param names subject alternative names as openssl writes them, {@code DNS:a.example.org,IP:192.0.2.1}; empty for none */
    public Identity issue(String file, String names) throws IOException, InterruptedException {
        return issue(file, names, 30);
    }

    /** @param days that it holds; 0 for one that is over already (newer openssl refuses less) */
    public Identity issue(String file, String names, int days) throws IOException, InterruptedException {
        openssl("req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=probe9.example.org -keyout "
                + file + ".key -out " + file + ".csr");
        Files.writeString(
                directory.resolve(file + ".ext"),
                names.isEmpty() ? "basicConstraints=CA:FALSE" : "subjectAltName=" + names);
        openssl("x509 -req -in " + file + ".csr -CA " + name + ".pem -CAkey " + name + ".key -CAcreateserial -days "
                + days + " -extfile " + file + ".ext -out " + file + ".pem");
        return new Identity(directory.resolve(file + ".pem"), directory.resolve(file + ".key"));
    }

    private void openssl(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(Arrays.asList(arguments.split(" ")));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("openssl.log").toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(Files.readString(directory.resolve("openssl.log")));
        }
    }

    /** What a JDK client needs to trust this authority and, perhaps, to show a certificate. */
    public SSLContext client(@Nullable Identity identity) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", read(certificate));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        if (identity != null) {
            own.setKeyEntry("own", key(identity.key()), new char[0], new Certificate[] {read(identity.certificate())});
        }
        keys.init(own, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static Certificate read(Path pem) throws IOException, GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(pem)));
    }

    private static PrivateKey key(Path pem) throws IOException, GeneralSecurityException {
        String text = Files.readString(pem, StandardCharsets.US_ASCII).replaceAll("-----[A-Z ]+-----", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(text)));
    }
}
