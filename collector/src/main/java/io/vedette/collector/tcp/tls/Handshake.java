package io.vedette.collector.tcp.tls;

import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What became of a TLS handshake. The lower-case name is the metric label. */
public enum Handshake {
    COMPLETED(""),
    /** The first bytes were no TLS record. */
    PLAIN_TEXT("not TLS; switch TLS on in the sender (ncat --ssl, a TLS tunnel beside nprobe), or off here by leaving"
            + " listen.tls.certificate out"),
    /** A certificate was asked for and not shown. */
    NO_CERTIFICATE("the probe showed no certificate and listen.tls.client-authority asks for one"),
    /** Expired, not yet valid, of another authority, or not signed by it. */
    BAD_CERTIFICATE("the probe's certificate is not good"),
    /** Good, but with none of the names that are allowed. */
    NAME_NOT_ALLOWED("the probe's certificate has none of the names in listen.tls.client-names"),
    /** No version or cipher that both sides have. */
    NOTHING_IN_COMMON("the probe offers no version or cipher that is served here; TLS 1.2 and 1.3 are"),
    /** The probe ended it with an alert: mostly because it does not trust our certificate. */
    REFUSED(
            "the probe refused this server, mostly because it does not trust the certificate or does not find the name it"
                    + " called in it"),
    /** Bytes that break the protocol. */
    MALFORMED("bytes that are not as TLS demands"),
    TIMEOUT("not finished within listen.handshake-timeout"),
    /** The connection ended before the handshake did. */
    ABORTED("the connection ended");

    private final String meaning;
    private final String label = name().toLowerCase(Locale.ROOT);

    Handshake(String meaning) {
        this.meaning = meaning;
    }

    public String label() {
        return label;
    }

    /** What happened and what to do, for the log. */
    public String meaning() {
        return meaning;
    }

    /**
     * What a failure was.
     *
     * <p>The JDK throws the same exception for most of what can go wrong, so that its words have to be read. What they do
     * not tell is {@link #MALFORMED}; a JDK with other words makes the label less exact, nothing else.
     */
    public static Handshake of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Handshake known = ofOne(cause);
            if (known != null) {
                return known;
            }
        }
        return failure instanceof IOException && !(failure instanceof SSLException) ? ABORTED : MALFORMED;
    }

    private static @Nullable Handshake ofOne(Throwable cause) {
        if (cause instanceof NotSslRecordException) {
            return PLAIN_TEXT;
        }
        if (cause instanceof ClosedChannelException) {
            return ABORTED;
        }
        if (cause instanceof CertificateException
                || cause instanceof CertPathValidatorException
                || cause instanceof CertPathBuilderException) {
            return BAD_CERTIFICATE;
        }
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (text.contains("empty client certificate chain") || text.contains("empty server certificate chain")) {
            return NO_CERTIFICATE;
        }
        // An alert is two bytes; one in the clear, where TLS 1.3 expects a cipher already, is taken for a broken
        // record.
        if (text.contains("fatal alert") || text.contains("alert received") || text.contains("cipher fragment (2)")) {
            return REFUSED;
        }
        if (text.contains("in common")
                || text.contains("protocol versions")
                || text.contains("not enabled")
                || text.contains("not supported")
                || text.contains("unsupported protocol")
                || text.contains("no available authentication scheme")) {
            return NOTHING_IN_COMMON;
        }
        return text.contains("connection closed") || text.contains("connection reset") ? ABORTED : null;
    }

    /** The innermost message: what exactly was wrong, as it came from the library. */
    public static String detail(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String text = innermost.getMessage();
        return text == null ? innermost.getClass().getSimpleName() : text;
    }
}
