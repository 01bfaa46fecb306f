package io.vedette.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vedette.core.flow.FlowBatch;
import io.vedette.core.flow.FlowSink;
import io.vedette.core.flow.IpAddress;
import java.io.IOException;

/** Jackson's streaming parser as one would use it well: the seven fields into the same columns, no tree, no strings kept. */
final class JacksonRival {

    private static final JsonFactory JSON = new JsonFactory();

    private JacksonRival() {}

    /** One parser over all bytes; objects follow each other as root values. */
    static void run(byte[] bytes, int from, int to, FlowBatch batch, FlowSink sink) throws IOException {
        try (JsonParser parser = JSON.createParser(bytes, from, to - from)) {
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                if (batch.isFull()) {
                    sink.flows(batch);
                    batch.clear();
                }
                object(parser, batch);
            }
        }
    }

    private static void object(JsonParser parser, FlowBatch batch) throws IOException {
        batch.begin();
        for (String name; (name = parser.nextFieldName()) != null; ) {
            JsonToken value = parser.nextToken();
            switch (name) {
                case "IPV4_SRC_ADDR" -> batch.setSource(0, address(parser));
                case "IPV4_DST_ADDR" -> batch.setDestination(0, address(parser));
                case "PROTOCOL" -> batch.setProtocol(parser.getIntValue());
                case "L4_SRC_PORT" -> batch.setSourcePort(parser.getIntValue());
                case "L4_DST_PORT" -> batch.setDestinationPort(parser.getIntValue());
                case "TCP_FLAGS" -> batch.setTcpFlags(parser.getIntValue());
                case "IN_PKTS" -> batch.setPackets(parser.getLongValue());
                default -> {
                    if (value.isStructStart()) {
                        parser.skipChildren();
                    }
                }
            }
        }
        batch.commit();
    }

    private static long address(JsonParser parser) throws IOException {
        char[] text = parser.getTextCharacters();
        int at = parser.getTextOffset();
        int end = at + parser.getTextLength();
        int bits = 0;
        int octet = 0;
        for (; at < end; at++) {
            if (text[at] == '.') {
                bits = bits << 8 | octet;
                octet = 0;
            } else {
                octet = octet * 10 + text[at] - '0';
            }
        }
        return IpAddress.lowOfIpv4(bits << 8 | octet);
    }
}
