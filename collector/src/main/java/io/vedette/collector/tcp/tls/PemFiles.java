package io.vedette.collector.tcp.tls;

import io.vedette.core.text.FileTrouble;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys in the textual encoding of RFC 7468. What is wrong with a file is said with what to do. */
final class PemFiles {

    /** No chain and no bundle of authorities comes near. */
    private static final int MAX_BYTES = 4 << 20;

    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]*)-----END PRIVATE KEY-----");
    private static final Pattern OTHER_KEY = Pattern.compile("-----BEGIN ((?:[A-Z]+ )+PRIVATE KEY)-----");

    private PemFiles() {}

    /** The certificates of a file, at least one, in their order. */
    static List<X509Certificate> certificates(String setting, Path file) throws IOException {
        byte[] bytes = read(setting, file);
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Certificate certificate : factory.generateCertificates(new ByteArrayInputStream(bytes))) {
                certificates.add((X509Certificate) certificate);
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(setting + ": " + file + " holds a certificate that cannot be read, expected PEM", e);
        }
        if (certificates.isEmpty()) {
            throw new IOException(setting + ": no certificate in " + file + ", expected PEM");
        }
        return certificates;
    }

    /** The private key that belongs to {@code certificate}. */
    static PrivateKey key(String setting, Path file, X509Certificate certificate) throws IOException {
        String text = new String(read(setting, file), StandardCharsets.ISO_8859_1);
        Matcher pem = PRIVATE_KEY.matcher(text);
        if (!pem.find()) {
            Matcher other = OTHER_KEY.matcher(text);
            throw new IOException(setting + ": "
                    + (other.find() ? file + " holds an \"" + other.group(1) + "\"" : "no private key in " + file)
                    + ", expected PKCS #8 without a password: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW");
        }
        PublicKey counterpart = certificate.getPublicKey();
        PrivateKey key;
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
            key = KeyFactory.getInstance(counterpart.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(
                    setting + ": the key in " + file + " is none of the certificate's kind, "
                            + counterpart.getAlgorithm(),
                    e);
        }
        if (!belongTogether(key, counterpart)) {
            throw new IOException(setting + ": the key in " + file + " is not that of the certificate");
        }
        return key;
    }

    /** Tried out, because there is no other way that holds for all kinds of keys. */
    private static boolean belongTogether(PrivateKey key, PublicKey counterpart) {
        byte[] message = {1, 2, 3};
        try {
            Signature signature = Signature.getInstance(algorithm(key));
            signature.initSign(key);
            signature.update(message);
            byte[] signed = signature.sign();
            signature.initVerify(counterpart);
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String algorithm(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "DSA" -> "SHA256withDSA";
            default -> key.getAlgorithm(); // Ed25519 and its kin name themselves
        };
    }

    private static byte[] read(String setting, Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new IOException(setting + ": no such file " + file, e);
        } catch (AccessDeniedException e) {
            throw new IOException(setting + ": " + file + " may not be read by this user", e);
        } catch (IOException e) {
            throw new IOException(setting + ": cannot read " + file + ": " + FileTrouble.why(e), e);
        }
        if (bytes.length > MAX_BYTES) {
            throw new IOException(setting + ": " + file + " is larger than 4 MiB, expected PEM");
        }
        return bytes;
    }
}
