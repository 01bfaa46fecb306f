package io.vedette.collector.tcp;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/** Lines as nProbe writes them; the packet count tells one from another. */
final class Lines {

    private Lines() {}

    static String flow(int number) {
        return "{\"IPV4_SRC_ADDR\":\"192.0.2.1\",\"IPV4_DST_ADDR\":\"192.0.2.2\",\"PROTOCOL\":6,\"L4_SRC_PORT\":1,"
                + "\"L4_DST_PORT\":2,\"TCP_FLAGS\":2,\"IN_PKTS\":" + number + "}";
    }

    /** Flows from {@code from} until before {@code to}, each with its line end. */
    static byte[] flows(int from, int to) {
        StringBuilder text = new StringBuilder();
        IntStream.range(from, to).forEach(number -> text.append(flow(number)).append('\n'));
        return bytes(text.toString());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
