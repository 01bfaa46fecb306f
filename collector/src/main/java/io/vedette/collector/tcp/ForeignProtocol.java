package io.vedette.collector.tcp;

import java.util.Locale;

/**
 * Protocols that are not nProbe JSON over TCP but end up on its port, with what their users should change. The lower-case
 * name is the metric label.
 *
 * <p>Each is recognised by the first bytes a client of it sends. Patterns are octets in hexadecimal, {@code ..} for any.
 */
enum ForeignProtocol {
    /** ClientHello: record type 22, version 3.x (RFC 8446 section 5.1). */
    TLS(
            "TLS handshake on a plain port",
            "this port takes JSON lines without TLS; name a certificate in listen.tls, or switch TLS off in the sender",
            "16 03"),
    /** Request lines of HTTP/1 (RFC 9112 section 3) and the preface of HTTP/2 (RFC 9113 section 3.4). */
    HTTP(
            "HTTP request",
            "this port takes JSON lines over plain TCP; use nprobe --tcp host:port",
            text("GET "),
            text("POST "),
            text("PUT "),
            text("HEAD "),
            text("OPTIONS "),
            text("DELETE "),
            text("PATCH "),
            text("CONNECT "),
            text("TRACE "),
            text("PRI * HTTP/2")),
    /** Bare, or behind the length that newer probes put before each packet on TCP. */
    NETFLOW_V5("NetFlow v5", Advice.EXPORTS_BINARY, "00 05", ".. .. 00 05", "00 00 .. .. 00 05"),
    /** RFC 3954 section 5.1. */
    NETFLOW_V9("NetFlow v9", Advice.EXPORTS_BINARY, "00 09", ".. .. 00 09", "00 00 .. .. 00 09"),
    /** RFC 7011 section 3.1. */
    IPFIX("IPFIX", Advice.EXPORTS_BINARY, "00 0a", ".. .. 00 0a", "00 00 .. .. 00 0a"),
    /** RFC 1952 section 2.3.1. */
    GZIP("gzip data", Advice.COMPRESSED, "1f 8b"),
    /** CMF 0x78 with the four values of FLG that zlib writes (RFC 1950 section 2.2). */
    ZLIB("zlib data", Advice.COMPRESSED, "78 01", "78 5e", "78 9c", "78 da"),
    /** RFC 8878 section 3.1.1. */
    ZSTD("Zstandard data", Advice.COMPRESSED, "28 b5 2f fd"),
    /** The greeting of ZMTP 2 and later (RFC 23/ZMTP 3.0, section Version Negotiation). */
    ZMQ(
            "ZMQ greeting",
            "this port takes JSON lines over plain TCP; use nprobe --tcp host:port in place of --zmq",
            "ff .. .. .. .. .. .. .. .. 7f"),
    /** Size, then Produce, Metadata, SaslHandshake or ApiVersions in a low version: what clients send first. */
    KAFKA(
            "Kafka request",
            "no broker listens here; use nprobe --tcp host:port in place of --kafka",
            "00 00 .. .. 00 00 00",
            "00 00 .. .. 00 03 00",
            "00 00 .. .. 00 11 00",
            "00 00 .. .. 00 12 00"),
    /** Versions 1 and 2 of HAProxy's proxy-protocol.txt. */
    PROXY_PROTOCOL(
            "PROXY protocol header",
            "this sender is not trusted to speak for others; name its address in listen.proxies, or switch the header off",
            text("PROXY "),
            "0d 0a 0d 0a 00 0d 0a 51 55 49 54 0a");

    /** Bytes that the longest pattern needs. */
    static final int LONGEST = 12;

    private static final ForeignProtocol[] ALL = values();
    private static final short ANY = -1;

    private final String title;
    private final String advice;
    private final short[][] patterns;
    private final String label = name().toLowerCase(Locale.ROOT);

    ForeignProtocol(String title, String advice, String... patterns) {
        this.title = title;
        this.advice = advice;
        this.patterns = new short[patterns.length][];
        for (int i = 0; i < patterns.length; i++) {
            this.patterns[i] = compile(patterns[i]);
        }
    }

    private static short[] compile(String pattern) {
        String[] octets = pattern.split(" ", -1);
        short[] compiled = new short[octets.length];
        for (int i = 0; i < octets.length; i++) {
            compiled[i] = octets[i].equals("..") ? ANY : Short.parseShort(octets[i], 16);
        }
        return compiled;
    }

    private static String text(String ascii) {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < ascii.length(); i++) {
            hex.append(i == 0 ? "" : " ").append(Integer.toHexString(ascii.charAt(i)));
        }
        return hex.toString();
    }

    String label() {
        return label;
    }

    /** What a user of this protocol at {@code peer} is told: what came, from where, what to do. */
    String message(PeerAddress peer) {
        return title + " from " + peer + ": " + advice;
    }

    /** What the first {@code length} bytes of a connection are. */
    static FirstBytes.Verdict judge(byte[] bytes, int length) {
        boolean open = false;
        if (isFrameOfText(bytes, length)) {
            return FirstBytes.Verdict.NATIVE;
        }
        for (ForeignProtocol protocol : ALL) {
            for (short[] pattern : protocol.patterns) {
                if (!isPlausible(pattern, bytes)) {
                    continue;
                }
                int agreed = agreement(pattern, bytes, length);
                if (agreed == pattern.length) {
                    return new FirstBytes.Verdict(protocol, true);
                }
                open |= agreed == length;
            }
        }
        return open ? FirstBytes.Verdict.OPEN : FirstBytes.Verdict.NATIVE;
    }

    /**
     * A big-endian length of four bytes before an object or array, as newer probes write it. Lengths that begin like
     * NetFlow v5, 320 KiB and more, are none: a v9 header has any byte at this place.
     */
    private static boolean isFrameOfText(byte[] bytes, int length) {
        return length > 4 && bytes[0] == 0 && bytes[1] >= 0 && bytes[1] < 5 && (bytes[4] == '{' || bytes[4] == '[');
    }

    /**
     * A pattern that begins with any two bytes stands for a length of two, at least that of the shortest header (IPFIX,
     * 16). It is not meant for text, nor for a length of four.
     */
    private static boolean isPlausible(short[] pattern, byte[] bytes) {
        if (pattern[0] != ANY) {
            return true;
        }
        int first = bytes[0] & 0xff;
        boolean text = first >= ' ' || first >= '\t' && first <= '\r';
        return !text && (first > 0 || (bytes[1] & 0xff) >= 16);
    }

    private static int agreement(short[] pattern, byte[] bytes, int length) {
        int at = 0;
        while (at < length && at < pattern.length && (pattern[at] == ANY || pattern[at] == (bytes[at] & 0xff))) {
            at++;
        }
        return at;
    }

    private static final class Advice {
        static final String EXPORTS_BINARY =
                "the probe exports binary records with -n; use nprobe --tcp host:port for JSON";
        static final String COMPRESSED =
                "send the lines as they are; a compressed file can be sent with \"vedette replay\"";
    }
}
