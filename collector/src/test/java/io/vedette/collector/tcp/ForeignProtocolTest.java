package io.vedette.collector.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ForeignProtocolTest {

    static Stream<Arguments> foreign() throws IOException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(gzip)) {
            out.write(Lines.flows(0, 10));
        }
        ByteArrayOutputStream zlib = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(zlib)) {
            out.write(Lines.flows(0, 10));
        }
        return Stream.of(
                Arguments.of("TLS", hex("16 03 01 02 00 01 00 01 fc 03 03"), "TLS handshake on a plain port"),
                Arguments.of("HTTP", ascii("GET / HTTP/1.1\r\nHost: collector\r\n\r\n"), "HTTP request"),
                Arguments.of("HTTP", ascii("POST /flows HTTP/1.1\r\n\r\n"), "HTTP request"),
                Arguments.of("HTTP", ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), "HTTP request"),
                Arguments.of("NETFLOW_V5", hex("00 05 00 01 00 00 10 00 65 00 00 00"), "NetFlow v5"),
                Arguments.of("NETFLOW_V5", hex("00 48 00 05 00 01 00 00 10 00"), "NetFlow v5"),
                Arguments.of("NETFLOW_V9", hex("00 09 00 02 7b 00 10 00 65 00 00 00"), "NetFlow v9"),
                Arguments.of("NETFLOW_V9", hex("05 b4 00 09 00 02 00 00 10 00"), "NetFlow v9"),
                Arguments.of("NETFLOW_V9", hex("00 00 05 b4 00 09 00 02 00 00 10 00"), "NetFlow v9"),
                Arguments.of("IPFIX", hex("00 0a 00 40 65 00 00 00 00 00 00 01"), "IPFIX"),
                Arguments.of("IPFIX", hex("00 00 00 40 00 0a 00 40 65 00 00 00"), "IPFIX"),
                Arguments.of("GZIP", gzip.toByteArray(), "gzip data"),
                Arguments.of("ZLIB", zlib.toByteArray(), "zlib data"),
                Arguments.of("ZSTD", hex("28 b5 2f fd 04 58 41 00"), "Zstandard data"),
                Arguments.of("ZMQ", hex("ff 00 00 00 00 00 00 00 01 7f 03 01"), "ZMQ greeting"),
                Arguments.of("KAFKA", hex("00 00 00 1d 00 12 00 03 00 00 00 01 00 07"), "Kafka request"),
                Arguments.of("KAFKA", hex("00 00 00 1d 00 03 00 04 00 00 00 01 00 07"), "Kafka request"),
                Arguments.of("PROXY_PROTOCOL", ascii("PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n{}\n"), "PROXY protocol"),
                Arguments.of(
                        "PROXY_PROTOCOL",
                        hex("0d 0a 0d 0a 00 0d 0a 51 55 49 54 0a 21 11 00 0c"),
                        "PROXY protocol header"));
    }

    static Stream<byte[]> ours() {
        byte[] json = ascii(Lines.flow(1));
        return Stream.of(
                concat(json, ascii("\n")),
                concat(ascii("["), json, ascii("]\n")),
                concat(hex("ef bb bf"), json, ascii("\n")),
                concat(ascii("  "), json, ascii("\n")),
                concat(ascii("\r\n\r\n"), json, ascii("\n")),
                concat(ascii("\n\t"), json, ascii("\n")),
                concat(ascii("<134>Nov 21 12:00:00 probe nprobe: "), json, ascii("\n")),
                concat(new byte[] {0, 0, 0, (byte) json.length}, json),
                concat(hex("00 00 00 09"), ascii("{\"a\": 1}\n")),
                concat(hex("00 00 00 0a"), ascii("{\"a\": 10}\n")),
                concat(hex("00 00 05 00"), ascii("{\"a\": 10}\n")),
                concat(hex("00 01 00 09"), ascii("{\"a\": 10}\n")),
                concat(ascii(Integer.toString(json.length)), json),
                concat(ascii("78 "), json),
                ascii("Hello\n"),
                ascii("GETAWAY\n"),
                ascii("PROXIMITY\n"),
                hex("ff fe 7b 00 22 00"),
                hex("80 00 00 05"));
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void shouldNameTheProtocolHoweverItsBytesAreCut(String protocol, byte[] bytes, String title) {
        for (int step = 1; step <= bytes.length; step++) {
            FirstBytes first = new FirstBytes();
            FirstBytes.Verdict verdict = FirstBytes.Verdict.OPEN;
            for (int from = 0; from < bytes.length && !verdict.decided(); from += step) {
                verdict = first.judge(bytes, from, Math.min(bytes.length, from + step));
            }
            assertThat(verdict.foreign()).as("cut every %d bytes", step).isEqualTo(ForeignProtocol.valueOf(protocol));
        }
    }

    @ParameterizedTest
    @MethodSource("ours")
    void shouldRaiseNoFalseAlarmHoweverTheBytesAreCut(byte[] bytes) {
        for (int step = 1; step <= bytes.length; step++) {
            FirstBytes first = new FirstBytes();
            FirstBytes.Verdict verdict = FirstBytes.Verdict.OPEN;
            for (int from = 0; from < bytes.length && !verdict.decided(); from += step) {
                verdict = first.judge(bytes, from, Math.min(bytes.length, from + step));
            }
            assertThat(verdict.foreign()).as("cut every %d bytes", step).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"'{', 1", "'[', 1", "'<', 1", "' ', 1", "'7', 1", "'GE', 2"})
    void shouldHoldTextOnlyWhileItCouldBeForeign(String text, int length) {
        FirstBytes.Verdict verdict = new FirstBytes().judge(ascii(text), 0, length);
        assertThat(verdict.decided()).isEqualTo(!text.equals("GE"));
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void shouldCloseTheConnectionWithOneMessage(String protocol, byte[] bytes, String title) throws IOException {
        String label = ForeignProtocol.valueOf(protocol).label();
        try (ServerFixture fixture = ServerFixture.withDefaults()) {
            Socket socket = fixture.connect();
            socket.getOutputStream().write(bytes);
            await().until(() -> fixture.metric("connections_closed{foreign_protocol}") == 1);

            assertThat(fixture.log.messages(Level.WARN))
                    .singleElement()
                    .asString()
                    .startsWith(title)
                    .contains(" from 127.0.0.1:" + socket.getLocalPort() + ": ");
            assertThat(fixture.log.hasStackTrace()).isFalse();
            assertThat(fixture.metric("foreign_protocols{" + label + "}")).isEqualTo(1);
            assertThat(fixture.metric("foreign_protocols")).isEqualTo(1);
            assertThat(fixture.intake.opened()).isZero();
            assertThat(fixture.metric("records")).isZero();
        }
    }

    @Test
    void shouldDecodeWhatWasHeldBackWhenItTurnsOutToBeOurs() throws IOException {
        byte[] bytes = concat(ascii("\r\n\r\n"), Lines.flows(0, 3));
        try (ServerFixture fixture = ServerFixture.withDefaults()) {
            Socket socket = fixture.connect();
            socket.setTcpNoDelay(true);
            for (byte one : bytes) {
                socket.getOutputStream().write(one);
            }
            socket.close();
            await().until(() -> fixture.metric("connections_closed") == 1);

            assertThat(fixture.intake.input(0).packets()).containsExactly(0, 1, 2);
            assertThat(fixture.metric("bytes_read")).isEqualTo(bytes.length);
        }
    }

    @Test
    void shouldDecodeWhatWasHeldBackWhenTheProbeLeaves() throws IOException {
        try (ServerFixture fixture = ServerFixture.withDefaults()) {
            fixture.deliver(ascii("GE"));

            assertThat(fixture.metric("records_rejected")).isEqualTo(1);
            assertThat(fixture.metric("bytes_read")).isEqualTo(2);
            assertThat(fixture.intake.allClosed()).isTrue();
        }
    }

    private static byte[] hex(String octets) {
        return HexFormat.ofDelimiter(" ").parseHex(octets);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        Stream.of(parts).forEach(whole::writeBytes);
        return whole.toByteArray();
    }
}
